import type { IngressDialect } from '../ingress/ingress-dialect.ts';

/**
 * Traefik as an ingress controller (traefik/traefik v3 `pkg/provider/kubernetes/ingress`): its class's controller, its
 * annotations, prefixes by text as long as `strictPrefixMatching` is off, 301 for GET and 308 otherwise.
 */
export const traefikDialect: Omit<IngressDialect, 'redirect'> = {
  controller: 'traefik.io/ingress-controller',
  className: 'traefik',
  takesUnclassed: true,
  silence: '1d',
  largestBody: '0',
  annotationPrefix: 'traefik.ingress.kubernetes.io/',
  isPrefixByText: true,
  redirectStatus: { get: 301, other: 308 },
  notFound: String.raw`404 page not found\n`,
  // Assumption: a Service without a ready endpoint is answered with the words `no available server`.
  noEndpoint: String.raw`no available server\n`,
  defaultCertificate: 'TRAEFIK DEFAULT CERT',
  tellsWebsockets: true,
};
