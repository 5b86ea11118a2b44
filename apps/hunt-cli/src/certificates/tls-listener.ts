import type { Resource } from '@wescale/ssh-host';
import { certificateFiles } from './renewer-resources.ts';

const site = '/etc/nginx/conf.d/hunt.conf';
const packageSite = '/etc/nginx/sites-enabled/default';

/** nginx as the one who serves the certificate; the reverse proxy will stand behind the same listener. */
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
    { kind: 'file', path: site, content: configuration(domain), validate },
    { kind: 'unit', name: 'nginx.service', isEnabled: true, isRunning: true, reloadOn: [`file:${site}`] },
  ];
}

/** nginx reads a site only as part of a whole configuration. */
const validate = `whole=$(mktemp)
printf 'events {} http { include %s; }' "$1" >"$whole"
nginx -t -q -c "$whole" || { rm -f "$whole"; exit 1; }
rm -f "$whole"`;

function configuration(domain: string): string {
  return `server {
  listen 80 default_server;
  listen [::]:80 default_server;
  return 301 https://$host$request_uri;
}

server {
  listen 443 ssl http2 default_server;
  listen [::]:443 ssl http2 default_server;
  server_name ${domain} *.${domain};
  ssl_certificate ${certificateFiles.chain};
  ssl_certificate_key ${certificateFiles.key};
  ssl_protocols TLSv1.2 TLSv1.3;
  ssl_session_tickets off;
  return 404;
}
`;
}
