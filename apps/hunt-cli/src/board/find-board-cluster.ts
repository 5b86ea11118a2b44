import { readCluster } from '@wescale/scw-infra';
import { scalewayClient } from '../scaleway/hunt-infra.ts';
import type { StepContext } from '../steps/step.ts';
import { desiredCluster } from './board-cluster.ts';
import type { Board } from './board.ts';

/** There is no such board. */
export class NoBoardError extends Error {
  readonly code = 'no-board';
}

type Context = Pick<StepContext, 'configuration' | 'scaleway' | 'signal'>;

/** Scaleway's id of a board's cluster; undefined when there is none. */
export async function readBoardClusterId(board: Board, context: Context): Promise<string | undefined> {
  const { configuration, scaleway, signal } = context;
  const client = scalewayClient(scaleway, () => undefined);
  const desired = desiredCluster(board, configuration.hunt, scaleway, '');
  return (await readCluster(client, desired, { signal })).cluster?.id;
}

/** @throws NoBoardError */
export async function findBoardCluster(board: Board, context: Context): Promise<string> {
  const id = await readBoardClusterId(board, context);
  if (id !== undefined) return id;
  throw new NoBoardError(
    `board ${board.name} has no cluster; make it with: hunt kapsule --board ${board.name}`,
  );
}
