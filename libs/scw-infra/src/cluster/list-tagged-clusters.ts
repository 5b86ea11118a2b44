import type { ScalewayClient } from '../client/scaleway-client.ts';
import type { OperationOptions } from '../progress.ts';
import { openClusterSession } from './cluster-session.ts';
import type { Cluster } from './cluster.ts';
import { listProjectClusters } from './list-clusters.ts';

/**
 * All clusters with the tag, whatever their names, those that are being deleted included; in the order of their names.
 *
 * @throws {ScwInfraError} of the failed call
 */
export async function listClusters(
  client: ScalewayClient,
  { tag }: { tag: string },
  options: OperationOptions = {},
): Promise<Cluster[]> {
  const clusters = await listProjectClusters(openClusterSession(client, options));
  return clusters
    .filter(({ tags }) => tags.includes(tag))
    .toSorted((a, b) => a.name.localeCompare(b.name) || a.createdAt.localeCompare(b.createdAt));
}
