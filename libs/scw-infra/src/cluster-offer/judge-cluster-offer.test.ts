import { describe, expect, test } from 'vitest';
import type { DesiredCluster } from '../cluster/cluster.ts';
import type { OfferFacts } from './cluster-offer.ts';
import { judgeClusterOffer } from './judge-cluster-offer.ts';

const desired: DesiredCluster = {
  name: 'blue',
  tag: 'hunt=demo',
  version: '1.36.3',
  cni: 'cilium',
  privateNetworkId: '',
  pools: [{ name: 'default', nodeType: 'pro2_xxs', zone: 'fr-par-1', size: 2 }],
};

const limit = (name: string, value: number | undefined): OfferFacts['quota'] => ({
  [name]: { limit: value },
});

const facts: OfferFacts = {
  isNew: true,
  versions: [{ version: '1.36.3', cnis: ['cilium', 'calico'] }],
  availability: { 'fr-par-1': { 'PRO2-XXS': 'available', 'DEV1-S': 'available' } },
  quota: {
    ...limit('k8s_clusters', 1),
    ...limit('cp_servers_type_PRO2_XXS', 2),
    ...limit('lb_lbs', 1),
    ...limit('lb_ips', 1),
    ...limit('sbs_volumes', 5),
    ...limit('cp_ips', undefined),
  },
  used: {},
  own: {},
};

const judge = (more: Partial<OfferFacts>, fields: Partial<DesiredCluster> = {}): string[] =>
  judgeClusterOffer({ ...facts, ...more }, { ...desired, ...fields }, { volumes: 3 }).blockers.map(
    ({ code, sentence }) => `${code}: ${sentence}`,
  );

test('nothing speaks against what can just be had', () => {
  expect(judgeClusterOffer(facts, desired, { volumes: 3 })).toEqual({ blockers: [], notes: [] });
});

describe('what speaks against it is said in one sentence each', () => {
  test.each<[string, Partial<OfferFacts>, Partial<DesiredCluster>]>([
    ['version-not-offered: Kapsule does not offer Kubernetes 1.30.0', {}, { version: '1.30.0' }],
    [
      'cni-not-offered: Kapsule does not offer CNI calico with Kubernetes 1.36.3',
      { versions: [{ version: '1.36.3', cnis: ['cilium'] }] },
      { cni: 'calico' },
    ],
    [
      'type-not-offered: pool default: PRO2-XXS does not exist in fr-par-1',
      { availability: { 'fr-par-1': {} } },
      {},
    ],
    [
      'out-of-stock: pool default: PRO2-XXS is out of stock in fr-par-1',
      { availability: { 'fr-par-1': { 'PRO2-XXS': 'shortage' } } },
      {},
    ],
    [
      'type-not-offered: pool default: DEV1-S has too little memory for a node',
      {},
      { pools: [{ ...desired.pools[0]!, nodeType: 'DEV1-S' }] },
    ],
    [
      'quota-exceeded: quota k8s_clusters is too small: 1 more is needed, at least 1 of 1 are used',
      { used: { k8s_clusters: 1 } },
      {},
    ],
    [
      'quota-exceeded: quota cp_servers_type_PRO2_XXS is too small: 2 more are needed, at least 1 of 2 are used',
      { used: { cp_servers_type_PRO2_XXS: 1 } },
      {},
    ],
    [
      'quota-exceeded: quota sbs_volumes is too small: 5 more are needed, at least 1 of 5 are used',
      { used: { sbs_volumes: 1 } },
      {},
    ],
    [
      'quota-exceeded: quota lb_lbs is too small: 1 more is needed, at least 1 of 1 are used',
      { used: { lb_lbs: 1 } },
      {},
    ],
  ])('%s', (sentence, more, fields) => {
    expect(judge(more, fields)).toEqual([sentence]);
  });
});

test('what is there already needs no room', () => {
  const own = { k8s_clusters: 1, cp_servers_type_PRO2_XXS: 2, lb_lbs: 1, lb_ips: 1, sbs_volumes: 5 };
  const availability = { 'fr-par-1': { 'PRO2-XXS': 'shortage' } };
  expect(judge({ isNew: false, versions: [], own, used: own, availability })).toEqual([]);
});

test('what cannot be known is a note', () => {
  expect(judgeClusterOffer({ ...facts, quota: undefined }, desired, {}).notes).toEqual([
    'The quotas could not be read: the API key lacks the permission',
  ]);
  const { blockers, notes } = judgeClusterOffer({ ...facts, quota: {} }, desired, {});
  expect(blockers).toEqual([]);
  expect(notes).toEqual([
    'Scaleway names no quota k8s_clusters, lb_lbs, lb_ips, sbs_volumes, cp_ips, cp_servers_type_PRO2_XXS: not checked',
  ]);
});
