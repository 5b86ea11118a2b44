import { certificateFiles } from '../certificates/renewer-resources.ts';

/**
 * How every site speaks TLS: Mozilla's intermediate profile. Its ciphers with finite-field Diffie-Hellman are left
 * out, since they want parameters of their own and no client that is left needs them. Stapling stays off: Let's Encrypt
 * has no OCSP any more (facts/dns-acme.md 5).
 */
export const tlsSettings = `  ssl_certificate ${certificateFiles.chain};
  ssl_certificate_key ${certificateFiles.key};
  ssl_protocols TLSv1.2 TLSv1.3;
  ssl_ciphers ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE-RSA-AES256-GCM-SHA384:ECDHE-ECDSA-CHACHA20-POLY1305:ECDHE-RSA-CHACHA20-POLY1305;
  ssl_prefer_server_ciphers off;
  ssl_ecdh_curve X25519:prime256v1:secp384r1;
  ssl_session_timeout 1d;
  ssl_session_cache shared:hunt:10m;
  ssl_session_tickets off;
  ssl_stapling off;
  add_header Strict-Transport-Security "max-age=63072000" always;
`;
