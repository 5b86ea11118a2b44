import type { DnsServer } from '@wescale/bind9-zone';

/** What of the internet an environment plays itself. Nothing is set where the real one is used. */
export interface Internet {
  /** Where name resolution begins. */
  rootServers?: readonly DnsServer[];
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
  /** Waits until all that is downloaded from there exists: a stage makes it beside the first steps. */
  supplied?: (options: { signal: AbortSignal; onProgress: (message: string) => void }) => Promise<void>;
  /** Where the Rancher chart is, when not at Rancher's own repository. */
  rancherCharts?: string;
}
