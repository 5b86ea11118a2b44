import { describeObject, type ObjectName } from '../chart/manifest.ts';
import { InvalidObjectsError } from '../errors.ts';
import { diffYaml } from '../plan/diff-text.ts';
import { setId, type DesiredObjects } from './desired-objects.ts';
import type { ObjectConflict } from './object-conflict.ts';
import type { ObjectsFacts, SetFacts } from './read-objects.ts';

/** One object that is not as it should be. */
export interface SetObjectChange {
  action: 'create' | 'change' | 'delete';
  object: ObjectName;
  /** One sentence: `change ConfigMap monitoring/dashboards: it differs from what is wanted`. */
  summary: string;
  /** Unified diff of its YAML, secrets masked. */
  diff: string;
}

/** One set that is not as it should be. Plain data without secrets. */
export interface ObjectsChange {
  namespace: string;
  name: string;
  /** One sentence: `apply logging/routes: 2 to create, 1 to change, 1 to delete`. */
  summary: string;
  reason: string;
  /** In the order in which they are applied; what is deleted comes last. */
  objects: SetObjectChange[];
  /** Fields that others have set. Without `forceConflicts` apply refuses the set for them. */
  conflicts: ObjectConflict[];
  /** Kinds that nothing in the cluster defines yet; apply waits for them a while. */
  unknownKinds: string[];
  /** The record this plan was made for. */
  recordVersion?: string;
}

export interface ObjectsPlan {
  changes: ObjectsChange[];
  /** Sets that are as they should be, `namespace/name`. */
  unchanged: string[];
}

/**
 * Says what would have to be done. Pure.
 *
 * @example
 * for (const { summary, reason } of planObjects(facts, sets).changes) console.log(`${summary}: ${reason}`);
 */
export function planObjects(facts: ObjectsFacts, sets: readonly DesiredObjects[]): ObjectsPlan {
  const plan: ObjectsPlan = { changes: [], unchanged: [] };
  for (const set of sets) {
    const id = setId(set);
    const known = facts.sets.find((candidate) => setId(candidate) === id);
    if (known === undefined) throw new InvalidObjectsError(`the set ${id} has not been read`);
    const change = planSet(known);
    if (change === undefined) plan.unchanged.push(id);
    else plan.changes.push(change);
  }
  return plan;
}

function planSet(facts: SetFacts): ObjectsChange | undefined {
  const leaving = new Set(facts.leaving.map(describeObject));
  const differing = facts.differences.map(({ object, before, after }): SetObjectChange => {
    const action = before === undefined ? 'create' : 'change';
    const absent = leaving.has(describeObject(object)) ? 'it is still being deleted' : 'it is not there';
    const why = action === 'create' ? absent : 'it differs from what is wanted';
    return {
      action,
      object,
      summary: `${action} ${describeObject(object)}: ${why}`,
      diff: diffYaml(before, after),
    };
  });
  const surplus = facts.surplus.map((object): SetObjectChange => ({
    action: 'delete',
    object,
    summary: `delete ${describeObject(object)}: it has left the set`,
    diff: '',
  }));
  const objects = [...differing, ...surplus];
  if (objects.length === 0 && facts.conflicts.length === 0 && facts.isRecordCurrent) return undefined;
  return {
    namespace: facts.namespace,
    name: facts.name,
    summary: `apply ${setId(facts)}: ${describeCounts(objects)}`,
    reason: describeReason(facts, objects),
    objects,
    conflicts: facts.conflicts,
    unknownKinds: facts.unknownKinds,
    ...(facts.recordVersion === undefined ? {} : { recordVersion: facts.recordVersion }),
  };
}

function describeCounts(objects: readonly SetObjectChange[]): string {
  const counts = (['create', 'change', 'delete'] as const).flatMap((action) => {
    const count = objects.filter((object) => object.action === action).length;
    return count === 0 ? [] : [`${count} to ${action}`];
  });
  return counts.length === 0 ? 'its record only' : counts.join(', ');
}

function describeReason(facts: SetFacts, objects: readonly SetObjectChange[]): string {
  if (facts.recordVersion === undefined && objects.every(({ action }) => action === 'create'))
    return 'it is not there';
  const first = objects[0];
  if (first !== undefined) {
    const others = objects.length === 1 ? '' : ` and ${objects.length - 1} more`;
    return `${describeObject(first.object)}${others}: not as wanted`;
  }
  return facts.conflicts.length > 0
    ? 'fields of it belong to somebody else'
    : 'its record does not name what is there';
}
