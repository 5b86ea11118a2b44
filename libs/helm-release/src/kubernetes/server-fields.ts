import { isObject } from '../release/json.ts';

type Fields = Readonly<Record<string, unknown>>;

const serverFields = new Set([
  'managedFields',
  'resourceVersion',
  'generation',
  'uid',
  'creationTimestamp',
  'selfLink',
]);

/** An object without what the API adds by itself and changes with every write. */
export function withoutServerFields(object: Fields): Fields {
  const metadata = isObject(object['metadata']) ? object['metadata'] : {};
  return {
    ...Object.fromEntries(Object.entries(object).filter(([name]) => name !== 'status')),
    metadata: Object.fromEntries(Object.entries(metadata).filter(([name]) => !serverFields.has(name))),
  };
}

/** Whether somebody has asked for its deletion, which finalizers may hold up. */
export function isLeaving(object: unknown): boolean {
  const metadata = isObject(object) ? object['metadata'] : undefined;
  return isObject(metadata) && metadata['deletionTimestamp'] !== undefined;
}
