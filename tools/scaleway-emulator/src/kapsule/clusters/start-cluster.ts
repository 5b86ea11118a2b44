import { randomUUID } from 'node:crypto';

import { createClusterMs, openClusterApiMs } from '../../clock/measured-durations.ts';
import type { Cluster, ClusterStatus } from '../../state/cluster.ts';
import type { Pool } from '../../state/pool.ts';
import type { World } from '../../state/world.ts';
import { setAllowedSources } from '../acls/set-allowed-sources.ts';
import { fillPool } from '../pools/fill-pool.ts';
import { urlOf } from './present-cluster.ts';

/** Puts a cluster in a state now. */
export function enterStatus(world: World, cluster: Cluster, status: ClusterStatus): void {
  cluster.status = status;
  cluster.updatedAt = world.clock.now();
}

/**
 * Makes the control plane: `creating`, then `pool_required`; with pools inside the creation straight to `ready`
 * (facts/scaleway.md, section 2, "Cluster create").
 */
export function startCluster(world: World, cluster: Cluster, pools: readonly Pool[]): void {
  world.activities.start(cluster.id, async (signal) => {
    const [kubeconfig] = await Promise.all([
      world.clusterDriver.createCluster(
        {
          id: cluster.id,
          name: cluster.name,
          version: cluster.version,
          url: urlOf(world, cluster),
          cni: cluster.cni,
          podCidr: cluster.podCidr,
          serviceCidr: cluster.serviceCidr,
          serviceDnsIp: cluster.serviceDnsIp,
          certificateNames: cluster.apiserverCertSans,
          privateNetworkId: cluster.privateNetworkId,
        },
        signal,
      ),
      world.clock.sleep(createClusterMs, signal),
    ]);
    signal.throwIfAborted();
    cluster.kubeconfig = kubeconfig;
    cluster.iamNodesGroupId = randomUUID();
    await setAllowedSources(world, cluster);
    if (pools.length === 0) enterStatus(world, cluster, 'pool_required');
    else await openApi(world, cluster, signal);
  });
  for (const pool of pools) fillPool(world, cluster, pool, 'first');
}

/** The first pool brings the API to its name; the cluster is `ready` when it answers [pool-basic#12, #15]. */
export function startApi(world: World, cluster: Cluster): void {
  world.activities.start(apiActivityOf(cluster), (signal) => openApi(world, cluster, signal));
}

export const apiActivityOf = (cluster: Cluster): string => `API of ${cluster.id}`;

async function openApi(world: World, cluster: Cluster, signal: AbortSignal): Promise<void> {
  await Promise.all([
    world.clusterDriver.openApi(cluster.id, signal),
    world.clock.sleep(openClusterApiMs, signal),
  ]);
  signal.throwIfAborted();
  cluster.apiOpen = true;
  if (cluster.status !== 'updating') enterStatus(world, cluster, 'ready');
}
