import { checkOfferedVersion } from '../cluster/plan-version.ts';
import { commercialTypeName } from '../cluster/pool-identity.ts';
import type { DesiredCluster, DesiredPool } from '../cluster/cluster.ts';
import type { Blocker } from '../plan/change.ts';
import type { ClusterOffer, ClusterWorkload, OfferFacts } from './cluster-offer.ts';
import { quotaNames, serverQuotaName } from './quota-names.ts';

/** Too little memory for a node, as the official client documents. */
const tooSmall = /^(DEV1-S|PLAY2-PICO|STARDUST)/;

function judgeVersion({ isNew, versions }: OfferFacts, { version, cni }: DesiredCluster): Blocker[] {
  if (!isNew) return [];
  const blockers = checkOfferedVersion(
    versions.map((one) => one.version),
    version,
  );
  const offered = versions.find((one) => one.version === version);
  if (offered === undefined || offered.cnis.includes(cni)) return blockers;
  return [
    {
      code: 'cni-not-offered',
      resource: 'cluster',
      sentence: `Kapsule does not offer CNI ${cni} with Kubernetes ${version}`,
      remedy: `Choose one that it offers: ${offered.cnis.join(', ')}.`,
    },
  ];
}

function judgeStock({ availability }: OfferFacts, pool: DesiredPool, notes: string[]): Blocker[] {
  const type = commercialTypeName(pool.nodeType);
  const { zone, name } = pool;
  const remedy = 'Choose another node type or zone';
  const block = (code: Blocker['code'], sentence: string, what = `${remedy}.`): Blocker[] => [
    { code, resource: 'pool', sentence: `pool ${name}: ${sentence}`, remedy: what },
  ];
  const found = availability[zone]?.[type];
  if (found === undefined) return block('type-not-offered', `${type} does not exist in ${zone}`);
  if (tooSmall.test(type))
    return block(
      'type-not-offered',
      `${type} has too little memory for a node`,
      'Choose a bigger node type.',
    );
  if (found === 'shortage')
    return block('out-of-stock', `${type} is out of stock in ${zone}`, `${remedy}, or try later.`);
  if (found === 'scarce') notes.push(`${type} is scarce in ${zone}`);
  return [];
}

/** What will be there in the end, by name of quota. */
function wantedOf({ pools }: DesiredCluster, workload: ClusterWorkload): Record<string, number> {
  const nodes = pools.reduce((sum, { size }) => sum + size, 0);
  const { loadBalancers = 1, volumes = 0 } = workload;
  const wanted: Record<string, number> = {
    [quotaNames.clusters]: 1,
    [quotaNames.loadBalancers]: loadBalancers,
    [quotaNames.loadBalancerIps]: loadBalancers,
    [quotaNames.volumes]: nodes + volumes,
    [quotaNames.ips]: nodes,
  };
  for (const { nodeType, size } of pools) {
    const name = serverQuotaName(nodeType);
    wanted[name] = (wanted[name] ?? 0) + size;
  }
  return wanted;
}

function judgeQuota(facts: OfferFacts, wanted: Record<string, number>, notes: string[]): Blocker[] {
  const { quota, used, own } = facts;
  if (quota === undefined) {
    notes.push('The quotas could not be read: the API key lacks the permission');
    return [];
  }
  const unknown: string[] = [];
  const blockers = Object.entries(wanted).flatMap(([name, count]): Blocker[] => {
    const missing = Math.max(0, count - (own[name] ?? 0));
    const found = quota[name];
    if (found === undefined) unknown.push(name);
    const limit = found?.limit;
    const current = used[name] ?? 0;
    if (limit === undefined || missing === 0 || current + missing <= limit) return [];
    return [
      {
        code: 'quota-exceeded',
        resource: 'cluster',
        sentence: `quota ${name} is too small: ${missing} more ${missing === 1 ? 'is' : 'are'} needed, at least ${current} of ${limit} are used`,
        remedy: `Delete what is no longer needed, or ask for a higher quota for ${name} in the console (Organization, Quotas).`,
      },
    ];
  });
  if (unknown.length > 0) notes.push(`Scaleway names no quota ${unknown.join(', ')}: not checked`);
  return blockers;
}

/** Judges what was read. Pure. */
export function judgeClusterOffer(
  facts: OfferFacts,
  desired: DesiredCluster,
  workload: ClusterWorkload,
): ClusterOffer {
  const notes: string[] = [];
  const wanted = wantedOf(desired, workload);
  const isMissing = ({ nodeType }: DesiredPool): boolean => {
    const name = serverQuotaName(nodeType);
    return (wanted[name] ?? 0) > (facts.own[name] ?? 0);
  };
  const blockers = [
    ...judgeVersion(facts, desired),
    ...desired.pools.filter(isMissing).flatMap((pool) => judgeStock(facts, pool, notes)),
    ...judgeQuota(facts, wanted, notes),
  ];
  return { blockers, notes: [...new Set(notes)] };
}
