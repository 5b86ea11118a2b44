import { deleteClusterMs, deletePoolMs } from '../../clock/measured-durations.ts';
import type { Cluster } from '../../state/cluster.ts';
import type { World } from '../../state/world.ts';
import { removeNode } from '../nodes/remove-node.ts';
import { poolsOf } from '../pools/pools-of.ts';
import { removeAdditionalResources } from './remove-additional-resources.ts';
import { apiActivityOf, enterStatus } from './start-cluster.ts';

/**
 * Takes a cluster with its pools and nodes off the books. Load balancers, volumes and the Private Network go only with
 * the additional resources, the network only when nothing else is in it [acl-basic#88 to #91]; the security group of the
 * nodes stays (facts/scaleway.md, section 3).
 */
export function removeCluster(world: World, cluster: Cluster, withAdditionalResources: boolean): void {
  enterStatus(world, cluster, 'deleting');
  world.activities.cancel(apiActivityOf(cluster));
  const pools = poolsOf(world, cluster.id);
  for (const pool of pools) {
    world.activities.cancel(pool.id);
    pool.status = 'deleting';
  }
  const nodes = [...world.nodes.values()].filter(({ clusterId }) => clusterId === cluster.id);
  const serverIds = nodes.map(({ serverId }) => serverId);
  world.activities.start(cluster.id, async (signal) => {
    // Assumption: a cluster with nodes is deleted in the time of a pool, after which it is gone with them.
    await Promise.all([
      world.clock.sleep(nodes.length > 0 ? deletePoolMs : deleteClusterMs, signal),
      ...nodes.map((node) => removeNode(world, node)),
    ]);
    await world.clusterDriver.deleteCluster(cluster.id);
    signal.throwIfAborted();
    if (withAdditionalResources) await removeAdditionalResources(world, cluster);
    signal.throwIfAborted();
    for (const pool of pools) world.pools.delete(pool.id);
    world.clusters.delete(cluster.id);
    const network = world.privateNetworks.get(cluster.privateNetworkId);
    network?.holders.delete(cluster.id);
    if (withAdditionalResources && network !== undefined) {
      for (const id of serverIds) network.holders.delete(id);
      if (network.holders.size === 0) world.privateNetworks.delete(network.id);
    }
  });
}
