import { InvalidCallError } from '../errors.ts';
import type { RancherCall } from './call.ts';
import type { CallOptions } from './client-options.ts';
import { AnswerNotUnderstoodError } from './errors.ts';
import type { RancherClient } from './rancher-client.ts';
import { fieldOf, textOf } from './wire.ts';

export interface ListOptions extends CallOptions {
  /** Objects a page, 1 to 1000. @default 1000 */
  pageSize?: number;
}

type ListCall = Pick<RancherCall, 'task' | 'path' | 'query'>;

/**
 * Objects of a list of Rancher's, page by page as they are taken. `pagination.next` is followed only to the same host.
 *
 * @throws InvalidCallError for a page size that Rancher does not know
 */
export async function* list<T>(
  rancher: RancherClient,
  { task, path, query }: ListCall,
  { pageSize = 1000, signal }: ListOptions = {},
): AsyncGenerator<T> {
  if (!Number.isInteger(pageSize) || pageSize < 1 || pageSize > 1000)
    throw new InvalidCallError(`a page has 1 to 1000 objects, not ${pageSize}`);
  const seen = new Set<string>();
  let call: ListCall | undefined = { task, path, query: { ...query, limit: pageSize } };
  while (call !== undefined) {
    const page: unknown = await rancher.json({ ...call, method: 'GET', signal });
    const data = fieldOf(page, 'data');
    // Go writes an empty list as null.
    if (data !== null && !Array.isArray(data))
      throw new AnswerNotUnderstoodError(task, `/${path.join('/')} is no list`);
    yield* (data ?? []) as T[];
    const next = textOf(page, 'pagination', 'next');
    call = next === undefined ? undefined : followedCall(task, rancher.url, next);
    if (next === undefined) return;
    if (seen.has(next))
      throw new AnswerNotUnderstoodError(task, 'the pages of the list go round in a circle');
    seen.add(next);
  }
}

/** All objects of a list of Rancher's. */
export async function listAll<T>(
  rancher: RancherClient,
  call: ListCall,
  options: ListOptions = {},
): Promise<T[]> {
  const found: T[] = [];
  for await (const item of list<T>(rancher, call, options)) found.push(item);
  return found;
}

/** The call for the next page. It goes to our own address in any case; another host in it is a sign of something amiss. */
function followedCall(task: string, url: string, next: string): ListCall {
  const target = URL.canParse(next, url) ? new URL(next, url) : undefined;
  if (target === undefined || target.hostname !== new URL(url).hostname)
    throw new AnswerNotUnderstoodError(
      task,
      `the next page is at ${target?.host ?? 'no address'}, not at ${url}`,
    );
  return {
    task,
    path: target.pathname.slice(1).split('/').map(decodeURIComponent),
    query: Object.fromEntries(target.searchParams),
  };
}
