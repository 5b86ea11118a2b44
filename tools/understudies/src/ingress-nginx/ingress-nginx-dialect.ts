import type { IngressDialect } from '../ingress/ingress-dialect.ts';

/**
 * ingress-nginx 1.15 (its documentation, "ConfigMaps" and "Annotations"): hosts with TLS are redirected with 308, prefixes
 * go by parts of the path, a request may have 1 MiB and a connection may be silent for a minute.
 */
export const ingressNginxDialect: IngressDialect = {
  controller: 'k8s.io/ingress-nginx',
  className: 'nginx',
  takesUnclassed: false,
  annotationPrefix: 'nginx.ingress.kubernetes.io/',
  isPrefixByText: false,
  redirect: 'hosts-with-tls',
  redirectStatus: { get: 308, other: 308 },
  notFound: String.raw`404 Not Found\n`,
  noEndpoint: String.raw`503 Service Temporarily Unavailable\n`,
  defaultCertificate: 'Kubernetes Ingress Controller Fake Certificate',
  silence: '60s',
  largestBody: '1m',
  tellsWebsockets: false,
};
