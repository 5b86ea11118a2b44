import { describeObject, type ObjectName } from '../chart/manifest.ts';
import { waitUntil } from '../apply/wait-until.ts';
import { WaitTimedOutError } from '../errors.ts';
import type { Helm } from '../helm/create-helm.ts';
import { objectPath, readDiscovery, type Discovery } from '../kubernetes/discovery.ts';
import { readJson } from '../kubernetes/read-json.ts';
import { withLock } from '../lock/lease.ts';
import { isObject } from '../release/json.ts';
import type { ApplyObjectsOptions } from './apply-objects.ts';
import { deleteObject } from './delete-object.ts';
import { checkSetName, isOfSet, rank, setId } from './desired-objects.ts';
import { readRecord, recordPath } from './object-set-record.ts';
import { tellProgress, type TellProgress } from './objects-progress.ts';

type SetName = { namespace: string; name: string };

/**
 * Deletes all objects of sets, the last set first and in each the last kinds first, and waits until they are gone. It goes
 * by the sets' records, so that only names are needed. What somebody has taken out of the set, by removing its label, stays.
 *
 * @returns the sets that were there, `namespace/name`
 */
export async function destroyObjects(
  helm: Helm,
  sets: readonly SetName[],
  options: ApplyObjectsOptions = {},
): Promise<string[]> {
  const { signal } = options;
  for (const set of sets) checkSetName(set);
  const destroyed: string[] = [];
  for (const set of sets.toReversed()) {
    if ((await readRecord(helm, set, signal)) === undefined) continue;
    const { namespace, name } = set;
    await withLock(
      helm,
      { kind: 'objects', namespace, name },
      (held) => destroySet(helm, { namespace, name }, { ...options, signal: held }),
      signal,
    );
    destroyed.push(setId(set));
  }
  return destroyed;
}

async function destroySet(helm: Helm, set: SetName, options: ApplyObjectsOptions): Promise<void> {
  const { signal, timeoutMs = 120_000 } = options;
  const tell = tellProgress(helm, set, options.onProgress);
  const objects = (await readRecord(helm, set, signal))?.objects ?? [];
  const discovery = await readDiscovery(helm, signal);
  const holdsRecord = ({ kind, name }: ObjectName): boolean => kind === 'Namespace' && name === set.namespace;
  // Definitions and namespaces go last: with them goes whatever is left in them.
  for (const turn of [2, 1, 0]) {
    const now = objects.filter((object) => rank(object) === turn && !holdsRecord(object));
    for (const object of now) {
      tell({ state: 'deleting', object: describeObject(object) });
      await deleteObject(helm, set, object, { discovery, signal });
    }
    await waitUntilGone(helm, set, now, { discovery, signal, timeoutMs, tell });
  }
  // With its namespace the record goes too; before that, it says what to destroy.
  const home = objects.find(holdsRecord);
  if (home !== undefined) {
    tell({ state: 'deleting', object: describeObject(home) });
    await deleteObject(helm, set, home, { discovery, signal });
    await waitUntilGone(helm, set, [home], { discovery, signal, timeoutMs, tell });
  } else
    await helm.request({
      method: 'DELETE',
      path: recordPath(set),
      ...(signal === undefined ? {} : { signal }),
    });
  tell({ state: 'done' });
}

async function waitUntilGone(
  helm: Helm,
  set: SetName,
  objects: readonly ObjectName[],
  options: {
    discovery: Discovery;
    signal: AbortSignal | undefined;
    timeoutMs: number;
    tell: TellProgress;
  },
): Promise<void> {
  const { discovery, signal, timeoutMs, tell } = options;
  let left: { object: ObjectName; why: string }[] = [];
  const areGone = async (): Promise<boolean> => {
    const found = await Promise.all(
      objects.map(async (object) => ({ object, why: await whyThere(helm, set, object, discovery, signal) })),
    );
    left = found.flatMap(({ object, why }) => (why === undefined ? [] : [{ object, why }]));
    return left.length === 0;
  };
  const describe = (): string => left.map(({ object, why }) => `${describeObject(object)}${why}`).join(', ');
  await waitUntil(areGone, {
    signal,
    timeoutMs,
    onWait: () => tell({ state: 'awaiting', what: `the end of ${describe()}` }),
    timedOut: () =>
      new WaitTimedOutError(
        `destroying ${setId(set)}: not gone after ${timeoutMs / 1000} s: ${describe()}`,
        left.map(({ object, why }) => ({
          kind: object.kind,
          namespace: object.namespace ?? '',
          name: object.name,
          state: `not gone${why}`,
          events: [],
        })),
        '',
      ),
  });
}

/** Undefined when it is gone; otherwise what keeps it, as far as can be told. */
async function whyThere(
  helm: Helm,
  set: SetName,
  object: ObjectName,
  discovery: Discovery,
  signal: AbortSignal | undefined,
): Promise<string | undefined> {
  const path = objectPath(discovery, object, set.namespace);
  const live = path === undefined ? undefined : await readJson(helm, path, { signal });
  if (!isObject(live) || !isOfSet(live, set)) return undefined;
  const metadata = isObject(live['metadata']) ? live['metadata'] : {};
  const finalizers: unknown[] = Array.isArray(metadata['finalizers']) ? metadata['finalizers'] : [];
  return finalizers.length === 0 ? '' : ` (held by its finalizers ${finalizers.map(String).join(', ')})`;
}
