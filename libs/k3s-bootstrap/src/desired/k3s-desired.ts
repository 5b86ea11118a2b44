import type { VersionRequirement } from '../version/version-requirement.ts';
import type { K3sConfiguration, K3sRegistries } from './k3s-configuration.ts';

/** A file of the operator's machine, or its bytes. It is sent in pieces, so its size costs no memory there. */
export type LocalFile = { path: string } | { content: Uint8Array };

/** What a host is given that reaches nothing. */
export interface K3sAirGap {
  /** The k3s program itself, instead of its download. Give `sha256` beside it, or `checksums`. */
  binary?: LocalFile;
  /** Text of the release's `sha256sum-<architecture>.txt`, to check `binary` and `images` with. */
  checksums?: string;
  /** The archive of system images (`k3s-airgap-images-<architecture>.tar.zst`): a file, or the release's own. */
  images?: LocalFile | 'release';
}

/** How k3s shall be on a host. Plain data. */
export interface K3sDesired {
  /**
   * A version such as `v1.36.3+k3s1`, or a channel. A channel is asked when k3s is not installed yet; an installed
   * k3s never follows it by itself, the plan only says where it points.
   */
  version: string | { channel: string };
  /** @default 'https://update.k3s.io/v1-release/channels' */
  channelUrl?: string;
  /** @default 'https://github.com/k3s-io/k3s/releases/download' */
  artifactUrl?: string;
  /** What the k3s file must be, in hexadecimal; beyond the release's own list, which lies beside the file. */
  sha256?: string;
  configuration: K3sConfiguration;
  registries?: K3sRegistries;
  /** Variables of the service: proxies, `K3S_…`, `CONTAINERD_…`. Proxies also count for the download. */
  environment?: Readonly<Record<string, string>>;
  airGap?: K3sAirGap;
  /** Other programs' words on the Kubernetes versions they run on; a version outside of any is refused. */
  requirements?: readonly VersionRequirement[];
}

export const defaultChannelUrl = 'https://update.k3s.io/v1-release/channels';
export const defaultArtifactUrl = 'https://github.com/k3s-io/k3s/releases/download';
export const defaultDataDirectory = '/var/lib/rancher/k3s';
