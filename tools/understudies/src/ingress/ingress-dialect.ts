/** In what one ingress controller differs from another. */
export interface IngressDialect {
  /** As an IngressClass names it in `spec.controller`. */
  controller: string;
  /** Value of the old annotation `kubernetes.io/ingress.class` that it answers to. */
  className: string;
  /** Whether Ingresses that name no class are its own too. */
  takesUnclassed: boolean;
  /** Annotations with this prefix would change the routing of the real one; none is played, so all are refused. */
  annotationPrefix: string;
  /** Whether `/foo` also matches `/foobar`. */
  isPrefixByText: boolean;
  /** What plain HTTP is answered: everything is sent to HTTPS, only hosts with TLS are, or nothing is. */
  redirect: 'everything' | 'hosts-with-tls' | 'nothing';
  /** Of a redirect of GET and of every other method. */
  redirectStatus: { get: number; other: number };
  /** What a request meets for which there is no route. */
  notFound: string;
  /** Answer of a service without a ready endpoint. */
  noEndpoint: string;
  /** Common name of the certificate for names that nobody has one for. */
  defaultCertificate: string;
  /** How long a connection to or from a Service may be silent, and how large a request may be, as nginx writes them. */
  silence: string;
  largestBody: string;
  /** Whether `X-Forwarded-Proto` of a websocket is `ws` or `wss`. */
  tellsWebsockets: boolean;
}
