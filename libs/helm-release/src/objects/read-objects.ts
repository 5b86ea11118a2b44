import { nameOnly, objectKey, type ObjectName } from '../chart/manifest.ts';
import type { Helm } from '../helm/create-helm.ts';
import { fieldManager, requestApply } from '../kubernetes/apply-object.ts';
import { objectPath, readDiscovery, unknownKinds, type Discovery } from '../kubernetes/discovery.ts';
import { readJson } from '../kubernetes/read-json.ts';
import type { KubernetesReply } from '../kubernetes/request.ts';
import { isLeaving, withoutServerFields } from '../kubernetes/server-fields.ts';
import { compareObject, type ObjectComparison } from '../plan/compare-objects.ts';
import { escapePointer, isObject, type JsonObject } from '../release/json.ts';
import type { SecretTexts } from '../release/secrets.ts';
import {
  checkSets,
  isOfSet,
  prepareObjects,
  setId,
  setSecrets,
  withoutName,
  type DesiredObjects,
  type PreparedObject,
} from './desired-objects.ts';
import { parseConflicts, type ObjectConflict } from './object-conflict.ts';
import { formatNames, readRecord } from './object-set-record.ts';
import { objectRefusal } from './object-refusal.ts';

/** What is known of one set; plain data without secrets. */
export interface SetFacts {
  namespace: string;
  name: string;
  /** Of the record of the set; absent when there is none. */
  recordVersion?: string;
  /** Whether the record names exactly the objects that are wanted. */
  isRecordCurrent: boolean;
  /** Objects that are not there, or not as they should be. */
  differences: ObjectComparison[];
  /** Objects that are still being deleted and will be made anew. */
  leaving: ObjectName[];
  /** Fields that others have set, on objects that differ or not. */
  conflicts: ObjectConflict[];
  /** Objects of the set that are no longer wanted. */
  surplus: ObjectName[];
  /** Kinds that the cluster does not know (yet): `cert-manager.io/v1 ClusterIssuer`. */
  unknownKinds: string[];
}

export interface ObjectsFacts {
  readAt: string;
  sets: SetFacts[];
}

/**
 * Reads what is there of sets of objects. Whether an object is as it should be is answered by the API itself, on a dry
 * run, so that defaults it fills in are no difference. Changes nothing.
 *
 * @throws {@link InvalidObjectsError}; {@link ObjectRefusedError} when the API would not take an object that is there
 *
 * @example
 * const plan = planObjects(await readObjects(helm, sets), sets);
 */
export async function readObjects(
  helm: Helm,
  sets: readonly DesiredObjects[],
  options: { signal?: AbortSignal } = {},
): Promise<ObjectsFacts> {
  checkSets(sets);
  const discovery = await readDiscovery(helm, options.signal);
  const facts = await Promise.all(sets.map((set) => readSet(helm, set, discovery, options.signal)));
  return { readAt: helm.now().toISOString(), sets: facts };
}

async function readSet(
  helm: Helm,
  set: DesiredObjects,
  discovery: Discovery,
  signal: AbortSignal | undefined,
): Promise<SetFacts> {
  const prepared = prepareObjects(set);
  const record = await readRecord(helm, set, signal);
  const wanted = new Set(prepared.map((object) => objectKey(object, set.namespace)));
  const others = (record?.objects ?? []).filter((object) => !wanted.has(objectKey(object, set.namespace)));
  const find = async (object: ObjectName): Promise<FoundObject> => {
    const path = objectPath(discovery, object, set.namespace);
    const live = path === undefined ? undefined : await readJson(helm, path, { signal });
    return { path, live: isObject(live) ? live : undefined };
  };
  const [found, foundOthers] = await Promise.all([
    Promise.all(prepared.map(find)),
    Promise.all(others.map(find)),
  ]);
  // What was a secret before must not be seen either, now that it goes.
  const secrets = [
    ...setSecrets(prepared),
    ...prepared.flatMap(({ kind, isSecret }, index) => {
      const { live } = found[index] ?? {};
      return live === undefined ? [] : setSecrets([{ kind, isSecret, content: live as JsonObject }]);
    }),
    ...others.flatMap(({ kind }, index) => {
      const { live } = foundOthers[index] ?? {};
      return live === undefined ? [] : setSecrets([{ kind, isSecret: false, content: live as JsonObject }]);
    }),
  ];
  const states = await Promise.all(
    prepared.map((object, index) =>
      readObject(helm, set, object, { ...(found[index] ?? {}), secrets, signal }),
    ),
  );
  return {
    namespace: set.namespace,
    name: set.name,
    ...(record === undefined ? {} : { recordVersion: record.version }),
    isRecordCurrent: record !== undefined && formatNames(record.objects) === formatNames(prepared),
    differences: states.flatMap(({ differences }) => differences),
    leaving: prepared.filter((_, index) => isLeaving(found[index]?.live)).map(nameOnly),
    conflicts: states.flatMap(({ conflicts }) => conflicts),
    surplus: others.filter((_, index) => {
      const live = foundOthers[index]?.live;
      return isOfSet(live, set) && !isLeaving(live);
    }),
    unknownKinds: unknownKinds(discovery, prepared),
  };
}

interface FoundObject {
  /** Absent when the cluster knows no such kind. */
  path?: string | undefined;
  live?: Readonly<Record<string, unknown>> | undefined;
}

interface ObjectState {
  differences: ObjectComparison[];
  conflicts: ObjectConflict[];
}

async function readObject(
  helm: Helm,
  set: DesiredObjects,
  object: PreparedObject,
  options: FoundObject & { secrets: SecretTexts; signal: AbortSignal | undefined },
): Promise<ObjectState> {
  const { path, secrets, signal } = options;
  // One that is on its way out counts as gone.
  const live = isLeaving(options.live) ? undefined : options.live;
  const compare = (after: Readonly<Record<string, unknown>>): ObjectComparison[] => {
    const before = live && withoutServerFields(live);
    return compareObject(object, before, after, secrets, secretPathsOf(object, before));
  };
  if (path === undefined || live === undefined)
    return { differences: compare(object.content), conflicts: [] };
  const ask = async (force: boolean): Promise<KubernetesReply> => {
    const how = { fieldManager, isDryRun: true, isStrict: true, force, signal };
    return (await requestApply(helm, path, object.content, how)).reply;
  };
  const first = await ask(false);
  const conflicts = first.status === 409 ? parseConflicts(object, first.body) : [];
  const reply = conflicts.length > 0 ? await ask(true) : first;
  if (reply.status !== 200) throw objectRefusal(setId(set), object, reply, secrets);
  const applied = JSON.parse(reply.body) as Readonly<Record<string, unknown>>;
  return { differences: compare(withoutServerFields(applied)), conflicts };
}

/** Where a secret object holds what must not be seen: everywhere but in its name. */
function secretPathsOf(
  object: PreparedObject,
  before: Readonly<Record<string, unknown>> | undefined,
): string[] {
  if (!object.isSecret) return [];
  return Object.keys(withoutName({ ...object.content, ...before })).map((key) => `/${escapePointer(key)}`);
}
