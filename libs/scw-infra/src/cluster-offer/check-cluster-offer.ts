import type { ScalewayClient } from '../client/scaleway-client.ts';
import type { AccountThing } from '../cluster-sweep/account.ts';
import { claimThings } from '../cluster-sweep/claim-things.ts';
import { readAccount } from '../cluster-sweep/read-account.ts';
import { checkDesiredCluster } from '../cluster/check-desired-cluster.ts';
import { openClusterSession, type ClusterSession } from '../cluster/cluster-session.ts';
import type { DesiredCluster } from '../cluster/cluster.ts';
import { ScalewayPermissionDenied } from '../errors/call-errors.ts';
import type { OperationOptions } from '../progress.ts';
import { listAll } from '../read/list-all.ts';
import { readAvailability } from '../read/read-availability.ts';
import type { ClusterOffer, ClusterWorkload, OfferedVersion, QuotaLimit } from './cluster-offer.ts';
import { judgeClusterOffer } from './judge-cluster-offer.ts';
import { quotaNames, serverQuotaName } from './quota-names.ts';

async function listVersions({ kubernetes }: ClusterSession): Promise<OfferedVersion[]> {
  const { versions } = await kubernetes.listVersions();
  return versions.map(({ name, availableCnis }) => ({ version: name, cnis: availableCnis }));
}

/** A key that may make clusters need not be allowed to read the organization's quotas, now or ever. */
async function readQuota(
  client: ScalewayClient,
  options: OperationOptions,
): Promise<Record<string, QuotaLimit> | undefined> {
  const { organizationId, zone, region } = client;
  const session = openClusterSession(client.withRetry({ iamSettleMs: 0 }), options);
  try {
    const quota = await listAll(async (page) => {
      const answer = await session.iam.listQuota({ organizationId, page });
      return { items: answer.quota, totalCount: answer.totalCount };
    });
    return Object.fromEntries(
      quota.map(({ name, limits }) => {
        const here = limits.find((one) => one.zone === zone || one.region === region || one.global === true);
        const limit = here?.unlimited === true ? undefined : here?.limit;
        return [name, { limit }];
      }),
    );
  } catch (error) {
    if (error instanceof ScalewayPermissionDenied) return undefined;
    throw error;
  }
}

/** How much of each quota these take. */
function countByQuota(
  things: readonly AccountThing[],
  clusters: number,
  nodeTypes: readonly string[],
): Record<string, number> {
  const count = (resource: AccountThing['resource']): number =>
    things.filter((thing) => thing.resource === resource).length;
  const servers = nodeTypes.map((nodeType): [string, number] => {
    const name = serverQuotaName(nodeType);
    return [
      name,
      things.filter(({ commercialType }) => commercialType && serverQuotaName(commercialType) === name)
        .length,
    ];
  });
  return {
    [quotaNames.clusters]: clusters,
    [quotaNames.loadBalancers]: count('load-balancer'),
    [quotaNames.loadBalancerIps]: count('load-balancer-ip'),
    [quotaNames.volumes]: count('volume'),
    [quotaNames.ips]: count('ip'),
    ...Object.fromEntries(servers),
  };
}

/**
 * Asks before anything is created whether the cluster can be had: whether Kapsule offers the version and the CNI, whether
 * each zone has the node types and room for them, and whether the quotas suffice for cluster, nodes, load balancers and
 * volumes. What exists of the cluster is taken into account. Quotas are the organization's, and only this project is
 * counted, so that one that is nearly used up elsewhere is not seen.
 *
 * @throws {InvalidOption} when the desired state cannot be right
 * @throws {ScwInfraError} of the failed call
 * @example
 * const { blockers } = await checkClusterOffer(client, desired, { loadBalancers: 1, volumes: 3 });
 * for (const { sentence, remedy } of blockers) console.log(`${sentence}. ${remedy}`);
 */
export async function checkClusterOffer(
  client: ScalewayClient,
  desired: DesiredCluster,
  workload: ClusterWorkload = {},
  options: OperationOptions = {},
): Promise<ClusterOffer> {
  checkDesiredCluster(desired, client);
  const session = openClusterSession(client, options);
  const zones = [...new Set(desired.pools.map(({ zone }) => zone))];
  const identity = { name: desired.name, tag: desired.tag, zones };
  const [account, versions, quota, availability] = await Promise.all([
    readAccount(client, identity, options),
    listVersions(session),
    readQuota(client, options),
    Promise.all(
      zones.map(async (zone) => {
        const there = openClusterSession(client.inZone(zone), options);
        return [zone, await readAvailability(there)] as const;
      }),
    ),
  ]);
  const claim = claimThings(account, identity);
  const nodeTypes = desired.pools.map(({ nodeType }) => nodeType);
  const facts = {
    isNew: claim.clusters.length === 0,
    versions,
    availability: Object.fromEntries(availability),
    quota,
    used: countByQuota(account.things, account.clusters.length, nodeTypes),
    own: countByQuota(claim.things, claim.clusters.length, nodeTypes),
  };
  return judgeClusterOffer(facts, desired, workload);
}
