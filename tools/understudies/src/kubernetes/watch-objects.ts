import { createInterface } from 'node:readline';
import { setTimeout } from 'node:timers/promises';

import { ApiError, expectAnswer } from './api-error.ts';
import { askApiServer, openApiServer, type ApiServer } from './api-server.ts';
import { keyOf, type KubernetesObject } from './kubernetes-object.ts';

export interface WatchOptions {
  /** Ends the watch. */
  signal: AbortSignal;
  /** Told after the first list and after every change of one or more objects. */
  onChange: () => void;
  /** Hears why objects cannot be read; it is tried again. */
  onProblem?: (problem: Error) => void;
  /** Between a failure and the next try. @default 1000 */
  retryAfterMs?: number;
}

/** Objects of one kind as they are now, kept up to date. */
export interface WatchedObjects<Kind extends KubernetesObject> {
  /** By {@link keyOf}; empty until they are listed. */
  readonly objects: ReadonlyMap<string, Kind>;
  /** Fulfilled once they were listed; never when the watch ends before. */
  readonly listed: Promise<void>;
}

interface List<Kind> {
  metadata: { resourceVersion: string };
  items: readonly Kind[];
}

interface WatchEvent<Kind> {
  type: 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK' | 'ERROR';
  object: Kind;
}

/** The API sends a bookmark about every minute: a connection that is silent for longer is dead. */
const silenceMs = 150_000;

/**
 * Lists objects and then hears of each change; goes on where it was after a cut connection, and lists again when the
 * API no longer knows that point (410 Gone). A kind that is not there yet is waited for.
 *
 * @param path of the list, in one namespace or in all; may have a query such as `?labelSelector=…`
 */
export function watchObjects<Kind extends KubernetesObject>(
  server: ApiServer,
  path: string,
  options: WatchOptions,
): WatchedObjects<Kind> {
  const { signal, onChange, onProblem, retryAfterMs = 1000 } = options;
  let objects = new Map<string, Kind>();
  let resolve = (): void => undefined;
  const listed = new Promise<void>((done) => (resolve = done));

  const list = async (): Promise<string> => {
    const answer = await askApiServer(server, 'GET', path, undefined, { signal });
    const { items, metadata } = expectAnswer<List<Kind>>(answer, `listing ${path}`);
    objects = new Map(items.map((item) => [keyOf(item), item]));
    resolve();
    onChange();
    return metadata.resourceVersion;
  };
  /** @returns from where to go on; `undefined` to list again */
  const follow = async (from: string): Promise<string | undefined> => {
    const query = `watch=true&allowWatchBookmarks=true&timeoutSeconds=240&resourceVersion=${from}`;
    const at = `${path}${path.includes('?') ? '&' : '?'}${query}`;
    const reply = await openApiServer(server, 'GET', at, undefined, { signal, silenceMs });
    if (reply.statusCode !== 200) {
      reply.resume();
      if (reply.statusCode === 410) return undefined;
      throw new ApiError(`watching ${path}`, { status: reply.statusCode ?? 0, body: undefined });
    }
    let version = from;
    try {
      for await (const line of createInterface({ input: reply, crlfDelay: Infinity })) {
        const { type, object } = JSON.parse(line) as WatchEvent<Kind>;
        if (type === 'ERROR') return undefined;
        version = object.metadata.resourceVersion ?? version;
        if (type === 'BOOKMARK') continue;
        if (type === 'DELETED') objects.delete(keyOf(object));
        else objects.set(keyOf(object), object);
        onChange();
      }
    } catch (error) {
      // A cut connection; what was heard so far holds. A line that is no JSON was cut as well.
      if (isOver()) throw error;
    }
    return version;
  };
  const isOver = (): boolean => signal.aborted;
  const run = async (): Promise<void> => {
    let version: string | undefined;
    while (!isOver()) {
      try {
        version = version === undefined ? await list() : await follow(version);
      } catch (error) {
        if (isOver()) return;
        onProblem?.(error instanceof Error ? error : new Error(String(error)));
        version = undefined;
        await setTimeout(retryAfterMs, undefined, { signal }).catch(() => undefined);
      }
    }
  };
  void run();
  return {
    get objects() {
      return objects;
    },
    listed,
  };
}
