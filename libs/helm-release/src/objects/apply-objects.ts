import { waitForDefinitions } from '../apply/wait-for-definitions.ts';
import { describeObject, objectKey, type ObjectName } from '../chart/manifest.ts';
import { InvalidObjectsError, ObjectConflictError, PlanStaleError } from '../errors.ts';
import type { Helm } from '../helm/create-helm.ts';
import { applyObject, fieldManager } from '../kubernetes/apply-object.ts';
import { readDiscovery } from '../kubernetes/discovery.ts';
import { readJson } from '../kubernetes/read-json.ts';
import { withLock } from '../lock/lease.ts';
import { applyPatiently } from './apply-patiently.ts';
import { deleteObject } from './delete-object.ts';
import {
  checkSets,
  prepareObjects,
  rank,
  setId,
  setSecrets,
  type DesiredObjects,
  type PreparedObject,
} from './desired-objects.ts';
import { describeConflict } from './object-conflict.ts';
import { formatNames, readRecord, writeRecord } from './object-set-record.ts';
import { tellProgress, type ObjectsProgress } from './objects-progress.ts';
import type { ObjectsChange, ObjectsPlan } from './plan-objects.ts';
import { waitForKinds } from './wait-for-kinds.ts';

export interface ApplyObjectsOptions {
  signal?: AbortSignal;
  /** How long one thing is waited for: a definition, a webhook, the end of a namespace. @default 120_000 */
  timeoutMs?: number;
  onProgress?: (progress: ObjectsProgress) => void;
}

/**
 * Does what a plan says, one set after the other, each under its lock: namespaces, definitions, which are waited for, the
 * rest, and then what has left the set is deleted. Stops at the first failure; killed at any point, the next run goes on.
 *
 * @throws {@link ObjectConflictError}, {@link PlanStaleError} and `release-locked` before anything was done to that set;
 *   {@link ObjectRefusedError}, {@link KindUnknownError}, {@link WaitTimedOutError}
 *
 * @example
 * await applyObjects(helm, planObjects(await readObjects(helm, sets), sets), sets);
 */
export async function applyObjects(
  helm: Helm,
  plan: Pick<ObjectsPlan, 'changes'>,
  sets: readonly DesiredObjects[],
  options: ApplyObjectsOptions = {},
): Promise<void> {
  checkSets(sets);
  const pairs = plan.changes.map((change) => {
    const set = sets.find((candidate) => setId(candidate) === setId(change));
    if (set === undefined) throw new InvalidObjectsError(`the set ${setId(change)} is in the plan only`);
    return { change, set };
  });
  for (const { change, set } of pairs) refuseConflicts(change, set);
  for (const { change, set } of pairs)
    await withLock(
      helm,
      { kind: 'objects', namespace: set.namespace, name: set.name },
      (held) => applySet(helm, change, set, { ...options, signal: held }),
      options.signal,
    );
}

function refuseConflicts({ conflicts }: ObjectsChange, set: DesiredObjects): void {
  if (conflicts.length === 0 || set.forceConflicts === true) return;
  throw new ObjectConflictError(
    `${setId(set)} would overwrite what others have set: ${conflicts.map(describeConflict).join('; ')}; ` +
      'leave the fields out, or set forceConflicts to take them over',
    conflicts,
  );
}

async function applySet(
  helm: Helm,
  change: ObjectsChange,
  set: DesiredObjects,
  options: ApplyObjectsOptions,
): Promise<void> {
  const { signal, timeoutMs = 120_000 } = options;
  const tell = tellProgress(helm, set, options.onProgress);
  const wait = { signal, timeoutMs, onWait: (what: string) => tell({ state: 'awaiting', what }) };

  const record = await readRecord(helm, set, signal);
  if (record?.version !== change.recordVersion)
    throw new PlanStaleError(`the set ${setId(set)} was changed after the plan was made; plan again`);
  const prepared = prepareObjects(set);
  const secrets = setSecrets(prepared);
  const key = (object: ObjectName): string => objectKey(object, set.namespace);
  const differing = new Set(
    change.objects.filter(({ action }) => action !== 'delete').map((c) => key(c.object)),
  );
  const wanted = new Set(prepared.map(key));
  const apply = async (isTurn: (object: PreparedObject) => boolean): Promise<void> => {
    const turn = prepared.filter((object) => differing.has(key(object)) && isTurn(object));
    const paths = await waitForKinds(helm, set, turn, wait);
    for (const [index, object] of turn.entries()) {
      tell({ state: 'applying', object: describeObject(object) });
      const force = set.forceConflicts === true;
      await applyPatiently(helm, object, paths[index] ?? '', { ...wait, set: setId(set), secrets, force });
    }
  };

  await apply((object) => rank(object) === 0);
  await makeNamespace(helm, set, signal);
  // Whatever happens from here on, the record names all that may be there.
  const left = (record?.objects ?? []).filter((object) => !wanted.has(key(object)));
  const whole = [...prepared, ...left];
  if (formatNames(record?.objects ?? []) !== formatNames(whole) || record === undefined)
    await writeRecord(helm, set, whole, signal);
  await apply((object) => rank(object) === 1);
  await waitForDefinitions(
    helm,
    setId(set),
    prepared.filter((object) => rank(object) === 1 && differing.has(key(object))).map(({ name }) => name),
    wait,
  );
  await apply((object) => rank(object) > 1);
  const surplus = change.objects.filter(({ action }) => action === 'delete');
  if (surplus.length > 0) {
    const discovery = await readDiscovery(helm, signal);
    for (const { object } of surplus) {
      tell({ state: 'deleting', object: describeObject(object) });
      await deleteObject(helm, set, object, { discovery, signal });
    }
  }
  if (left.length > 0) await writeRecord(helm, set, prepared, signal);
  tell({ state: 'done' });
}

async function makeNamespace(
  helm: Helm,
  { namespace }: DesiredObjects,
  signal: AbortSignal | undefined,
): Promise<void> {
  const path = `/api/v1/namespaces/${namespace}`;
  if ((await readJson(helm, path, { signal })) !== undefined) return;
  const content = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } };
  await applyObject(helm, path, content, { fieldManager, isDryRun: false, signal });
}
