import { applyUpdate } from '@wescale/bind9-zone';
import { deleteCluster, findCluster, type RancherClient } from '@wescale/rancher-client';
import {
  destroyCluster,
  planDestroy,
  readClusterInventory,
  type ClusterIdentity,
  type InventoryItem,
  type ScalewayClient,
} from '@wescale/scw-infra';
import type { NameChange } from '../dns/plan-names.ts';
import { readRecords } from '../dns/read-records.ts';
import { readTsigKeys, type TsigKeys } from '../dns/tsig-keys.ts';
import { connectRancher } from '../rancher/rancher-connection.ts';
import type { PlannedChange } from '../run/hunt-event.ts';
import { describeProgress } from '../scaleway/hunt-infra.ts';
import type { StepContext } from '../steps/step.ts';
import type { Board } from './board.ts';
import { readBoardClusterId } from './find-board-cluster.ts';
import { boardOfNames, planBoardNamesEnd } from './plan-board-names.ts';
import { readItems } from './read-api.ts';
import { volumeIdsOf, type PersistentVolume } from './volume-ids.ts';

/** What the end of a board works with. */
export interface BoardEndContext extends Pick<
  StepContext,
  'configuration' | 'scaleway' | 'internet' | 'secrets' | 'boardClusters' | 'signal' | 'progress' | 'notice'
> {
  client: ScalewayClient;
  /** Of the game master; undefined where there is none, and with it neither Rancher nor names. */
  gameMasterAddress: string | undefined;
}

/** What there is of a board. */
export interface BoardRemains {
  identity: ClusterIdentity;
  inventory: InventoryItem[];
  /** Names that lead to it, to be taken away. */
  names: NameChange[];
  keys: TsigKeys | undefined;
  /** Its entry in Rancher. */
  rancher: { client: RancherClient; clusterId: string } | undefined;
}

export async function readBoardRemains(board: Board, context: BoardEndContext): Promise<BoardRemains> {
  const { client, secrets, configuration, signal } = context;
  const keys = await readTsigKeys(secrets, configuration.hunt.domain);
  const identity = {
    ...{ name: board.clusterName, tag: board.tag },
    volumeIds: await readVolumeIds(board, context),
  };
  const [inventory, names, rancher] = await Promise.all([
    readClusterInventory(client, identity, { signal }),
    readNames(board, keys, context),
    readRancher(board, context),
  ]);
  return { identity, inventory, names, keys, rancher };
}

/** Of the volumes that the cluster's storage driver has made: at Scaleway nothing but their name tells whose they are. */
async function readVolumeIds(board: Board, context: BoardEndContext): Promise<string[]> {
  const { boardClusters, signal, notice } = context;
  const clusterId = await readBoardClusterId(board, context);
  if (clusterId === undefined) return [];
  try {
    const { helm } = await boardClusters.open(clusterId);
    return volumeIdsOf(await readItems<PersistentVolume>(helm, '/api/v1/persistentvolumes', signal));
  } catch (error) {
    signal.throwIfAborted();
    // A cluster that does not answer any more is removed all the same.
    const why = (error as Error).message;
    notice(
      `the API of ${board.clusterName} does not answer, so its volumes are known by their names alone: ${why}`,
    );
    return [];
  }
}

/** What goes, in the order in which it goes (pure). */
export function planBoardEnd({ clusterName, tag }: Board, remains: BoardRemains): PlannedChange[] {
  const entry: PlannedChange[] =
    remains.rancher === undefined
      ? []
      : [
          {
            action: 'delete',
            resource: `rancher:cluster:${clusterName}`,
            summary: `take ${clusterName} out of Rancher`,
            reason: 'the board goes',
          },
        ];
  const deletions = planDestroy(remains.inventory).map(({ resource, name, sentence }): PlannedChange => ({
    action: 'delete',
    resource: `${resource}:${name}`,
    summary: sentence,
    reason: `it is of the board ${clusterName} (${tag})`,
  }));
  return [...remains.names, ...entry, ...deletions];
}

/** The names first, so that they never lead to an address that somebody else may be given. */
export async function applyBoardEnd(
  board: Board,
  { identity, names, keys, rancher, inventory }: BoardRemains,
  context: BoardEndContext,
): Promise<void> {
  const { client, configuration, gameMasterAddress: host = '', signal, progress, notice } = context;
  const { domain } = configuration.hunt;
  if (names.length > 0 && keys !== undefined) {
    const steps = names.flatMap((change) => change.steps);
    const options = { key: keys.names, transferKey: keys.transfer, signal };
    await applyUpdate({ host }, { zone: domain, steps }, options);
  }
  if (rancher !== undefined) {
    progress(`taking ${board.clusterName} out of Rancher`);
    try {
      await deleteCluster(rancher.client, rancher.clusterId, { signal, timeoutMs: 120_000 });
    } catch (error) {
      signal.throwIfAborted();
      // It cleans up inside the cluster, which is about to go anyway.
      notice(`Rancher is still at work on ${board.clusterName}: ${(error as Error).message}`);
    }
  }
  if (inventory.length === 0) return;
  await destroyCluster(client, identity, {
    signal,
    onProgress: (event) => progress(describeProgress(event)),
  });
}

/** None when they lead to another board. */
async function readNames(
  { name }: Board,
  keys: TsigKeys | undefined,
  { gameMasterAddress, configuration, signal, notice }: BoardEndContext,
): Promise<NameChange[]> {
  if (gameMasterAddress === undefined || keys === undefined) return [];
  const { hunt } = configuration;
  const records = await readRecords(gameMasterAddress, hunt.domain, keys.transfer, signal);
  if (records === undefined) {
    notice(
      `our name server does not answer, so names may still lead to board ${name}; once it answers, run again: hunt destroy --board ${name}`,
    );
    return [];
  }
  return boardOfNames(records, hunt) === name ? planBoardNamesEnd(records, hunt) : [];
}

async function readRancher(board: Board, context: BoardEndContext): Promise<BoardRemains['rancher']> {
  const { gameMasterAddress: address, signal, notice } = context;
  if (address === undefined) return undefined;
  try {
    const client = await connectRancher({ ...context, outputsOf: () => ({ address }) });
    const found = await findCluster(client, board.clusterName, { signal });
    return found === undefined ? undefined : { client, clusterId: found.id };
  } catch (error) {
    signal.throwIfAborted();
    notice(
      `Rancher does not answer, so an entry of ${board.clusterName} may stay there: ${(error as Error).message}`,
    );
    return undefined;
  }
}
