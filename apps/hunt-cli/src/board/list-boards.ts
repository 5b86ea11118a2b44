import { listClusters, listPrivateNetworks, type ScalewayClient } from '@wescale/scw-infra';
import type { Hunt } from '../configuration/hunt-schema.ts';
import { boardOfCluster, nameBoard, type Board } from './board.ts';

/** The boards of a hunt, also those of which a killed run has left a network alone; by their names. */
export async function listBoards(
  client: ScalewayClient,
  hunt: Pick<Hunt, 'name'>,
  signal: AbortSignal,
): Promise<Board[]> {
  const { tag } = nameBoard(hunt, '');
  const [clusters, networks] = await Promise.all([
    listClusters(client, { tag }, { signal }),
    listPrivateNetworks(client, { tag }, { signal }),
  ]);
  const names = [...clusters, ...networks].flatMap(({ name }) => boardOfCluster(hunt, name) ?? []);
  return [...new Set(names)].toSorted().map((name) => nameBoard(hunt, name));
}
