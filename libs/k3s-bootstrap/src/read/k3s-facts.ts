import type { K3sVersion } from '../version/k3s-version.ts';

export type Architecture = 'amd64' | 'arm64' | 'arm';

/** A file as it was found; its content is not kept, since it may hold secrets. */
export interface FileFact {
  sha256: string;
  /** Permission bits. */
  mode: number;
  /** `user:group`. */
  owner: string;
}

export interface ServiceFact {
  /** systemd's word: active, activating, reloading, inactive, deactivating, failed. */
  state: string;
  subState: string;
  isEnabled: boolean;
  /** systemd has read an older version of the unit. */
  isReloadNeeded: boolean;
  /** A start or restart is queued and has not ended. */
  isJobQueued: boolean;
  /** How often systemd started it again by itself. */
  restarts: number;
}

/** What answers of the cluster, when the service is running. */
export interface ClusterFact {
  isApiReady: boolean;
  nodes: readonly { name: string; isReady: boolean; version: string; reason: string }[];
  hasDefaultServiceAccount: boolean;
  isCoreDnsAvailable: boolean;
}

export interface PortHolder {
  port: number;
  /** Name of the program that listens, as far as the host tells. */
  program: string;
}

/** All that plans are made from, read in one trip. */
export interface K3sFacts {
  host: string;
  /** What its node is called: `node-name`, or the name of the host. */
  nodeName: string;
  architecture: Architecture | undefined;
  /** The installed program; absent when there is none. */
  binary?: { version: string; sha256: string; parsed: K3sVersion | undefined };
  /** What was verified when it was installed by this library. */
  release?: { version: string; sha256: string; imagesVersion?: string; imagesSha256?: string };
  /** By path; a file that is not there is absent. */
  files: Readonly<Record<string, FileFact>>;
  /** Digests of the values in config.yaml and registries.yaml, by path and key. */
  keyDigests: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Whether kubectl, crictl and ctr lead to k3s, to something else, or to nothing. */
  links: Readonly<Record<string, 'k3s' | 'other' | 'none'>>;
  service: ServiceFact;
  /** Files that differ from those the running service started with; undefined when it does not say. */
  changedSinceStart?: readonly string[];
  cluster?: ClusterFact;
  /** Bytes of a download that was cut, and of which version. */
  partial?: { version: string; sizeBytes: number };
  dataDirectory: { path: string; exists: boolean; hasEtcd: boolean; hasToken: boolean; freeBytes: number };
  binaryFreeBytes: number;
  /** A restore was interrupted: data is half there. */
  isRestoring: boolean;
  snapshots: readonly { name: string; sizeBytes: number }[];
  /** Size of the system images in place, if any. */
  imagesSizeBytes?: number;
  hasMemoryCgroup: boolean;
  hasDefaultRoute: boolean;
  /** Who listens on the ports that k3s takes. */
  ports: readonly PortHolder[];
  /** Where the channel points, when one was asked; `error` when it did not answer. */
  channel?: { name: string; version?: string; error?: string };
}
