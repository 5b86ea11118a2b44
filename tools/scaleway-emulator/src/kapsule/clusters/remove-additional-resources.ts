import { removeVolume } from '../../block/volumes/remove-volume.ts';
import { removeLoadBalancer } from '../../lb/load-balancers/remove-load-balancer.ts';
import type { Cluster } from '../../state/cluster.ts';
import type { World } from '../../state/world.ts';

/**
 * "All volumes (including retain), empty Private Networks and LBs whose name starts with the cluster ID"
 * (facts/scaleway.md, section 3): the load balancers and the volumes; the network comes last.
 */
export async function removeAdditionalResources(world: World, cluster: Cluster): Promise<void> {
  await Promise.all([removeLoadBalancers(world, cluster), removeVolumes(world, cluster)]);
}

async function removeLoadBalancers(world: World, cluster: Cluster): Promise<void> {
  const found = [...world.loadBalancers.values()].filter(({ name }) => name.startsWith(cluster.id));
  for (const loadBalancer of found) {
    // A reserved IP stays (facts/scaleway.md, section 3); one that came with its load balancer goes with it.
    removeLoadBalancer(world, loadBalancer, { releaseIp: loadBalancer.hasOwnIp });
  }
  await Promise.all(found.map(({ id }) => world.activities.end(id)));
}

async function removeVolumes(world: World, cluster: Cluster): Promise<void> {
  const found = [...world.volumes.values()].filter(({ clusterId }) => clusterId === cluster.id);
  // Those that the nodes had are still detaching.
  await Promise.all(found.map(({ id }) => world.activities.end(id)));
  for (const volume of found) {
    if (volume.status === 'available' || volume.status === 'error') removeVolume(world, volume);
  }
  await Promise.all(found.map(({ id }) => world.activities.end(id)));
}
