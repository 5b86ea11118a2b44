import type { Cluster } from '../../state/cluster.ts';
import type { World } from '../../state/world.ts';

/** Hands the cluster's ACL rules to whoever filters. */
export const setAllowedSources = (world: World, cluster: Cluster): Promise<void> =>
  world.clusterDriver.setAllowedSources(cluster.id, () => cluster.acls.map(({ ip }) => ip ?? 'scaleway'));
