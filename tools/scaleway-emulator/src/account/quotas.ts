import { commercialTypes } from '../catalogue/commercial-types.ts';
import { quotasExceeded } from '../http/api-error.ts';
import type { World } from '../state/world.ts';

/** One limit of the organization, and what counts for it. */
export interface Quotum {
  name: string;
  prettyName: string;
  locality: 'global' | 'region' | 'zone';
  /** Until a test says otherwise. */
  limit: number;
  used: (world: World) => number;
}

// Assumption: every quota is 20 until a test says otherwise, but for SSH keys, of which the documentation allows 50.
const usual = 20;

/** The quota of a commercial type; the name is in public code that reads it (`cp_servers_type_L40S_1_48G`). */
export const serverQuotum = (commercialType: string): string =>
  `cp_servers_type_${commercialType.replaceAll('-', '_')}`;

type Row = [name: string, prettyName: string, locality: Quotum['locality'], used: Quotum['used']];

// Assumption: the names of quotas other than those of commercial types.
const rows: Row[] = [
  ['cp_ips', 'Flexible IPs', 'zone', ({ ips }) => [...ips.values()].filter((ip) => !ip.dynamic).length],
  ['iam_ssh_keys', 'SSH keys', 'global', ({ sshKeys }) => sshKeys.size],
  ['k8s_clusters', 'Kubernetes clusters', 'region', ({ clusters }) => clusters.size],
  ['lb_ips', 'Load Balancer IPs', 'zone', ({ loadBalancerIps }) => loadBalancerIps.size],
  ['lb_lbs', 'Load Balancers', 'zone', ({ loadBalancers }) => loadBalancers.size],
  ['sbs_volumes', 'Block Storage volumes', 'zone', ({ volumes }) => volumes.size],
  ['vpc_private_networks', 'Private Networks', 'region', ({ privateNetworks }) => privateNetworks.size],
];

/** Every quota, by name. */
export const quota: readonly Quotum[] = [
  ...rows.map(([name, prettyName, locality, used]): Quotum => ({
    ...{ name, prettyName, locality, used },
    limit: name === 'iam_ssh_keys' ? 50 : usual,
  })),
  ...commercialTypes.map(({ name }): Quotum => ({
    name: serverQuotum(name),
    prettyName: `${name} Instances`,
    locality: 'zone',
    limit: usual,
    used: (world) => [...world.servers.values()].filter((server) => server.commercialType === name).length,
  })),
].sort((a, b) => (a.name < b.name ? -1 : 1));

export const limitOf = (world: World, quotum: Quotum): number =>
  world.quotaLimits.get(quotum.name) ?? quotum.limit;

/** @throws 403 quotas_exceeded when there is no room for `wanted` more, on top of those that are `ordered` already */
export function checkQuota(world: World, name: string, wanted = 1, ordered = 0): void {
  const quotum = findQuotum(name);
  const limit = limitOf(world, quotum);
  const current = quotum.used(world) + ordered;
  if (current + wanted > limit) throw quotasExceeded(name, limit, current);
}

export function findQuotum(name: string): Quotum {
  const quotum = quota.find((one) => one.name === name);
  if (quotum === undefined) throw new Error(`There is no quota ${name}; see GET /iam/v1alpha1/quota.`);
  return quotum;
}
