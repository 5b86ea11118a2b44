import type { Resource } from '@wescale/ssh-host';
import { nginxSite } from '../reverse-proxy/nginx-site.ts';
import { tlsSettings } from '../reverse-proxy/tls-settings.ts';

const packageSite = '/etc/nginx/sites-enabled/default';

/**
 * nginx as the one who serves the certificate, and the door of the house: sites stand beside it, names under the domain
 * that have none get 404, and who asks for any other name is not answered at all.
 */
export function tlsListener(domain: string): Resource[] {
  return [
    {
      kind: 'command',
      name: 'no site of the package',
      command: `rm -f ${packageSite}`,
      unless: `! [ -e ${packageSite} ]`,
      // It comes with the package, after this plan was made.
      runOn: ['package:nginx-light'],
    },
    ...nginxSite('hunt', configuration(domain)),
  ];
}

function configuration(domain: string): string {
  return `server {
  listen 80 default_server;
  listen [::]:80 default_server;
  return 444;
}

server {
  listen 80;
  listen [::]:80;
  server_name ${domain} *.${domain};
  return 301 https://$host$request_uri;
}

server {
  listen 443 ssl http2 default_server;
  listen [::]:443 ssl http2 default_server;
  ssl_reject_handshake on;
${tlsSettings}}

server {
  listen 443 ssl http2;
  listen [::]:443 ssl http2;
  server_name ${domain} *.${domain};
${tlsSettings}  return 404;
}
`;
}
