import type { Resource } from '@wescale/ssh-host';
import { certificateFiles } from './renewer-resources.ts';

const site = '/etc/nginx/conf.d/hunt.conf';

/** nginx as the one who serves the certificate; the reverse proxy will stand behind the same listener. */
export function tlsListener(domain: string): Resource[] {
  return [
    { kind: 'package', name: 'nginx-light' },
    { kind: 'absent', path: '/etc/nginx/sites-enabled/default' },
    { kind: 'file', path: site, content: configuration(domain), validate: 'nginx -t -q' },
    { kind: 'unit', name: 'nginx.service', isEnabled: true, isRunning: true, reloadOn: [`file:${site}`] },
  ];
}

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
