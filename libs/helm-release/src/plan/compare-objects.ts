import { nameOnly, objectKey, type ManifestObject, type ObjectName } from '../chart/manifest.ts';
import type { SecretTexts } from '../release/secrets.ts';
import { mask, objectSecretPaths } from './mask.ts';

/** An object before and after a change, secrets masked. Neither side: it stays as it is. */
export interface ObjectComparison {
  object: ObjectName;
  before?: unknown;
  after?: unknown;
}

/** What differs between two manifests of a release, in the order of the second; then what only the first has. */
export function compareManifests(
  before: readonly ManifestObject[],
  after: readonly ManifestObject[],
  options: { namespace: string; secrets: SecretTexts },
): ObjectComparison[] {
  const key = (object: ManifestObject): string => objectKey(object, options.namespace);
  const olds = new Map(before.map((object) => [key(object), object]));
  const news = new Set(after.map(key));
  const comparisons = after.flatMap((object) =>
    compareObject(object, olds.get(key(object))?.content, object.content, options.secrets),
  );
  const gone = before.filter((object) => !news.has(key(object)));
  return [
    ...comparisons,
    ...gone.flatMap((object) => compareObject(object, object.content, undefined, options.secrets)),
  ];
}

/** @returns empty when both sides are the same */
export function compareObject(
  object: ObjectName,
  before: Readonly<Record<string, unknown>> | undefined,
  after: Readonly<Record<string, unknown>> | undefined,
  secrets: SecretTexts,
  secretPaths: readonly string[] = [],
): ObjectComparison[] {
  const rules = { secrets, secretPaths: [...objectSecretPaths(object), ...secretPaths] };
  const sides = {
    ...(before === undefined ? {} : { before: mask(before, rules) }),
    ...(after === undefined ? {} : { after: mask(after, rules, before) }),
  };
  if (before !== undefined && after !== undefined && isSame(sides.before, sides.after)) return [];
  return [{ object: nameOnly(object), ...sides }];
}

function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(sortKeys(a)) === JSON.stringify(sortKeys(b));
}

/** A copy in which the order of keys no longer counts. */
export function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, item]) => [key, sortKeys(item)]));
}
