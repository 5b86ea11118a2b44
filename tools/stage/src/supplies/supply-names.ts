import { k3sVersions, kapsuleVersions } from '@wescale/stage-kubernetes';
import type { SupplyName } from './supply.ts';

const [stable = '', newest = stable] = k3sVersions;

/** Channels of k3s, each with its version. */
export const k3sChannels: Readonly<Record<string, string>> = { stable, latest: newest, 'v1.36': newest };

export const releaseName = (version: string): `k3s ${string}` => `k3s ${version}`;

export const kapsuleName = (version: string): `kapsule ${string}` => `kapsule ${version}`;

/** What one installation of k3s and Rancher asks for. */
export const clusterSupplies: readonly SupplyName[] = [
  releaseName(stable),
  'pause-image',
  'coredns-image',
  'charts',
  'understudy-images',
];

const [newestKapsule = ''] = kapsuleVersions;

/**
 * What a game board asks for: a Kapsule cluster, and what runs in it. Which versions there are is for the API to say: one
 * that the stage does not have is left out.
 *
 * @param version - of Kubernetes @default the newest
 */
export function boardSupplies(version: string = newestKapsule): SupplyName[] {
  return [
    ...kapsuleVersions.filter((known) => known === version).map(kapsuleName),
    ...(['pause-image', 'coredns-image', 'busybox-image', 'board-images'] as const),
  ];
}

/** All supplies, in the order in which a rehearsal asks for them. What comes after `core` is not in its way. */
export const supplyNames: readonly SupplyName[] = [
  ...new Set([
    ...clusterSupplies,
    ...boardSupplies(),
    ...k3sVersions.slice(1).map(releaseName),
    'air-gap-images' as const,
    ...kapsuleVersions.slice(1).map(kapsuleName),
  ]),
];

export function isSupplyName(text: string): text is SupplyName {
  return (supplyNames as readonly string[]).includes(text);
}
