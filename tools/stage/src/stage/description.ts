import { readFileSync } from 'node:fs';
import path from 'node:path';
import { readClaim, runDirectory, writeAtomically } from '../ownership/claim.ts';
import { isAlive } from '../ownership/process-record.ts';

/** How to reach a stage that is up. It holds a secret key: show it to nobody. */
export interface StageDescription {
  name: string;
  /** Of what stages are made of; a stage of another version is not taken for one of ours. */
  version: string;
  /** The emulated Scaleway API, without a slash at the end. */
  apiUrl: string;
  accessKey: string;
  secretKey: string;
  organizationId: string;
  projectId: string;
  region: 'fr-par';
  zone: 'fr-par-1';
  /** Where its machines' public addresses lie. */
  addressRange: string;
  /** Its records and logs. */
  directory: string;
  /** Address of the recursive resolver. Machines get it by DHCP. */
  resolver: string;
  /** Where name resolution begins on this stage. */
  rootServers: { host: string }[];
  /** The domain that the emulated account has, and whose zone the root delegates to Scaleway's name servers. */
  parentZone: string;
  /** Pebble, which validates through that resolver. */
  certificateAuthority: {
    directoryUrl: string;
    /** PEM: who vouches for the directory's own HTTPS. */
    trustedCertificates: string;
    /** PEM: the roots of the certificates it issues. */
    issuerCertificates: string;
  };
  /** Where k3s is downloaded from; without a slash at the end. */
  releases: {
    /** As https://update.k3s.io/v1-release/channels. */
    k3sChannelUrl: string;
    /** As https://github.com/k3s-io/k3s/releases/download. */
    k3sArtifactUrl: string;
  };
  /** A registry to pull from that stands in for every other one. */
  registryMirror: string;
  /**
   * By the URL of the real chart repository, `https://…` or `oci://…`, the stage's own: `http://…`, or `oci://…` of a
   * registry that speaks plain HTTP (`helm --plain-http`).
   */
  chartRepositories: Record<string, string>;
  /** Paths of programs on this host. */
  helm: string;
  kubectl: string;
}

export function descriptionFile(name: string): string {
  return path.join(runDirectory(name), 'description.json');
}

/** Whom to trust for the certificates of a stage, as a file that everybody may read. */
export function authorityFile(name: string): string {
  return path.join(runDirectory(name), 'certificate-authority.pem');
}

export function writeDescription(description: StageDescription): void {
  writeAtomically(
    authorityFile(description.name),
    description.certificateAuthority.issuerCertificates,
    0o644,
  );
  writeAtomically(descriptionFile(description.name), JSON.stringify(description, null, 2), 0o600);
}

/** The description of a stage that is up; undefined while it starts, when it is dead, or when there is none. */
export function readDescription(name: string): StageDescription | undefined {
  const claim = readClaim(name);
  if (!claim || !isAlive(claim.owner)) return undefined;
  try {
    return JSON.parse(readFileSync(descriptionFile(name), 'utf8')) as StageDescription;
  } catch {
    return undefined;
  }
}
