/** Where requests go; plain data. */
export interface Routing {
  hosts: readonly HostRouting[];
  certificates: readonly ServedCertificate[];
  /** What was asked for and is not done, each with the object and the reason. */
  problems: readonly string[];
  /** Keys of the Ingresses that are ours. */
  ours: readonly string[];
}

export interface HostRouting {
  /** `example.org`, `*.example.org` for one label more, or the empty text for any host. */
  host: string;
  paths: readonly PathRouting[];
  /** Whether an Ingress has a TLS secret for it. */
  hasTls: boolean;
}

export interface PathRouting {
  path: string;
  isExact: boolean;
  /** `address:port` of each ready endpoint; none is answered with 503. */
  endpoints: readonly string[];
}

export interface ServedCertificate {
  /** DNS names it is for, wildcards among them. */
  names: readonly string[];
  chainPem: string;
  keyPem: string;
}
