import { k3sVersions } from '@wescale/stage-kubernetes';
import type { SupplyName } from './supply.ts';

const [stable = '', newest = stable] = k3sVersions;

/** Channels of k3s, each with its version. */
export const k3sChannels: Readonly<Record<string, string>> = { stable, latest: newest, 'v1.36': newest };

export const releaseName = (version: string): `k3s ${string}` => `k3s ${version}`;

/** All supplies, in the order in which a rehearsal asks for them. */
export const supplyNames: readonly SupplyName[] = [
  releaseName(stable),
  'pause-image',
  'coredns-image',
  'charts',
  'understudy-images',
  ...k3sVersions.slice(1).map(releaseName),
  'air-gap-images',
];
