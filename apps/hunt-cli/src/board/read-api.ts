import type { Helm } from '@wescale/helm-release';
import { BoardApiError } from './board-api-error.ts';
import { seeBoard } from './see-board.ts';

/**
 * Reads something from a board's API: an object, or a list of them.
 *
 * @returns undefined for what is not there
 * @throws BoardApiError for any other answer
 */
export async function readApi<Found>(
  { request }: Pick<Helm, 'request'>,
  path: string,
  signal: AbortSignal,
): Promise<Found | undefined> {
  const { status, body } = await request({ method: 'GET', path, signal });
  if (status === 404) return undefined;
  if (status !== 200) throw answered(status, path);
  return JSON.parse(body) as Found;
}

/** Reads a list, whose kind every cluster knows. @throws BoardApiError */
export async function readItems<Item>(
  helm: Pick<Helm, 'request'>,
  path: string,
  signal: AbortSignal,
): Promise<Item[]> {
  const list = await readApi<{ items: Item[] }>(helm, path, signal);
  if (list === undefined) throw answered(404, path);
  return list.items;
}

const answered = (status: number, path: string): BoardApiError =>
  new BoardApiError(`the board's API answers ${status} to ${path}; ${seeBoard(`get --raw ${path}`)}`);
