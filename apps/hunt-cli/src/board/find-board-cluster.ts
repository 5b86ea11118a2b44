import { readCluster, type ActualCluster } from '@wescale/scw-infra';
import { scalewayClient } from '../scaleway/hunt-infra.ts';
import type { StepContext } from '../steps/step.ts';
import { desiredCluster } from './board-cluster.ts';
import type { Board } from './board.ts';

/** There is no such board. */
export class NoBoardError extends Error {
  readonly code = 'no-board';
}

type Context = Pick<StepContext, 'configuration' | 'scaleway' | 'signal'>;

/** A board's cluster as Scaleway has it. */
export function readBoardCluster(
  board: Board,
  { configuration, scaleway, signal }: Context,
): Promise<ActualCluster> {
  const client = scalewayClient(scaleway, () => undefined);
  return readCluster(client, desiredCluster(board, configuration.hunt, scaleway, ''), { signal });
}

/** Scaleway's id of a board's cluster; undefined when there is none. */
export async function readBoardClusterId(board: Board, context: Context): Promise<string | undefined> {
  return (await readBoardCluster(board, context)).cluster?.id;
}

/** @throws NoBoardError */
export async function findBoardCluster(board: Board, context: Context): Promise<string> {
  const id = await readBoardClusterId(board, context);
  if (id !== undefined) return id;
  throw new NoBoardError(
    `board ${board.name} has no cluster; make it with: hunt kapsule --board ${board.name}`,
  );
}
