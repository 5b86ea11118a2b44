import { k3sVersions } from '@wescale/stage-kubernetes';
import type { SupplyName } from './supply.ts';

const [stable = '', newest = stable] = k3sVersions;

/** Channels of k3s, each with its version. */
export const k3sChannels: Readonly<Record<string, string>> = { stable, latest: newest, 'v1.36': newest };

export const releaseName = (version: string): `k3s ${string}` => `k3s ${version}`;

/** What one installation of k3s and Rancher asks for. */
export const clusterSupplies: readonly SupplyName[] = [
  releaseName(stable),
  'pause-image',
  'coredns-image',
  'charts',
  'understudy-images',
];

/** All supplies, in the order in which a rehearsal asks for them. */
export const supplyNames: readonly SupplyName[] = [
  ...clusterSupplies,
  ...k3sVersions.slice(1).map(releaseName),
  'air-gap-images',
  // What comes after `core`: nothing of it may be in its way.
  'board-images',
];

export function isSupplyName(text: string): text is SupplyName {
  return (supplyNames as readonly string[]).includes(text);
}
