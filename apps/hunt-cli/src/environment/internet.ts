import type { DnsServer } from '@wescale/bind9-zone';

/** What of the internet an environment plays itself. Nothing is set where the real one is used. */
export interface Internet {
  /** Where name resolution begins. */
  rootServers?: readonly DnsServer[];
  /** Whom to ask for names that the resolver of this machine does not know. */
  resolvers?: readonly DnsServer[];
  certificateAuthority?: {
    directoryUrl: string;
    /** PEM: who vouches for the directory's own HTTPS. */
    trustedCertificates: string;
    /** PEM: who vouches for the certificates that are issued. */
    issuerCertificates: string;
  };
  /** Where k3s is downloaded from. */
  k3sReleases?: { channelUrl: string; artifactUrl: string };
  /** Answers for every registry of container images. */
  registryMirror?: string;
  /** Waits until what a cluster downloads from there exists: a stage makes it beside the first steps. */
  supplied?: (what: Supplied, options: SuppliedOptions) => Promise<void>;
  /** Chart repositories that stand in for others, by the URL of the other. */
  chartRepositories?: Readonly<Record<string, string>>;
}

/** A board's cluster is made of what its version of Kubernetes needs. */
export type Supplied = { of: 'game-master' } | { of: 'board'; kubernetes: string };

export interface SuppliedOptions {
  signal: AbortSignal;
  onProgress: (message: string) => void;
}
