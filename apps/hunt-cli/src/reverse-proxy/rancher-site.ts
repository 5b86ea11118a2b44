import { rancherNodePort } from '../rancher/rancher-names.ts';
import { tlsSettings } from './tls-settings.ts';

/**
 * Rancher behind nginx as its documentation wants a layer 7 proxy (facts/k3s-rancher.md 4): who asked and how is told
 * by headers that no client can choose, websockets pass, and a silent connection is kept for half an hour.
 */
export function rancherSite(hostName: string): string {
  return `map $http_upgrade $rancher_connection {
  default Upgrade;
  '' close;
}

server {
  listen 443 ssl http2;
  listen [::]:443 ssl http2;
  server_name ${hostName};
${tlsSettings}
  client_max_body_size 64m;

  location / {
    proxy_pass http://127.0.0.1:${rancherNodePort};
    proxy_http_version 1.1;
    proxy_set_header Host $host;
    proxy_set_header X-Real-IP $remote_addr;
    proxy_set_header X-Forwarded-For $remote_addr;
    proxy_set_header X-Forwarded-Host $host;
    proxy_set_header X-Forwarded-Proto https;
    proxy_set_header X-Forwarded-Port 443;
    proxy_set_header Upgrade $http_upgrade;
    proxy_set_header Connection $rancher_connection;
    proxy_buffering off;
    proxy_connect_timeout 30s;
    proxy_read_timeout 1800s;
    proxy_send_timeout 1800s;
  }
}
`;
}
