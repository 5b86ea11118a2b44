import type { BuiltImage } from '@wescale/real-servers';

/** What a stage hands out that takes long to make the first time on a machine. */
export interface SupplyValues {
  'pause-image': readonly BuiltImage[];
  'coredns-image': readonly BuiltImage[];
  'understudy-images': readonly BuiltImage[];
  /** Of what runs on the game board. */
  'board-images': readonly BuiltImage[];
  /** For probes of it. */
  'busybox-image': readonly BuiltImage[];
  /** Folders of charts, unpacked. */
  charts: readonly string[];
  'air-gap-images': AirGapImages;
  /** Kapsule's control plane and nodes in one program: its file. */
  [kapsule: `kapsule ${string}`]: string;
  /** The folder with the files of a release of k3s. */
  [release: `k3s ${string}`]: string;
}

/** The archive of the images that k3s itself needs. */
export interface AirGapImages {
  file: string;
  /** SHA-256, in hexadecimal. */
  digest: string;
}

export type SupplyName = keyof SupplyValues;

/** What its maker says while a supply is being made. */
export interface SupplyProgress {
  name: SupplyName;
  state: 'being made';
  message: string;
}

/** How the making of a supply ended. */
export type SupplyReport =
  | { name: SupplyName; state: 'made'; value: SupplyValues[SupplyName] }
  | { name: SupplyName; state: 'failed'; message: string };
