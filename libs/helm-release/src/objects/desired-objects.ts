import { describeObject, objectKey, type ObjectName } from '../chart/manifest.ts';
import { InvalidObjectsError } from '../errors.ts';
import { isObject, type JsonObject, type JsonValue } from '../release/json.ts';
import { secretTexts, type SecretTexts } from '../release/secrets.ts';

/** A set of plain objects as it should be; what leaves it is deleted. Plain data. */
export interface DesiredObjects {
  /** Of the set, as a DNS label of up to 53 characters. */
  name: string;
  /**
   * Where the record of the set lives, and every object that names no namespace. It is made when it is missing, and
   * stays when the set is destroyed, unless it is itself in the set.
   */
  namespace: string;
  objects: readonly JsonObject[];
  /** More of them, of which a plan shows nothing but their names. Of Secrets it never shows data, wherever they stand. */
  secretObjects?: readonly JsonObject[];
  /** Takes fields over that others have set. @default false: a conflict is an error */
  forceConflicts?: boolean;
}

/** One object of a set, ready to be applied. */
export interface PreparedObject extends ObjectName {
  content: JsonObject;
  isSecret: boolean;
}

/** Tells to which set an object belongs, `<namespace>.<name>`. Nothing is ever deleted that does not have it. */
const setLabel = 'helm-release/objects';

export const setId = (set: { namespace: string; name: string }): string => `${set.namespace}/${set.name}`;

const labelValue = (set: { namespace: string; name: string }): string => `${set.namespace}.${set.name}`;

/** Whether an object, as it is in the cluster, belongs to the set. */
export function isOfSet(object: unknown, set: { namespace: string; name: string }): boolean {
  const metadata = isObject(object) ? object['metadata'] : undefined;
  const labels = isObject(metadata) ? metadata['labels'] : undefined;
  return isObject(labels) && labels[setLabel] === labelValue(set);
}

/** What must not be seen anywhere: values of Secrets, and all texts of secret objects. */
export const setSecrets = (
  objects: readonly Pick<PreparedObject, 'kind' | 'isSecret' | 'content'>[],
): SecretTexts =>
  objects
    .flatMap(({ content, kind, isSecret }) => {
      if (kind === 'Secret')
        return secretTexts({ data: content['data'] ?? {} }).map((text) => fromBase64(text));
      return isSecret ? secretTexts(withoutName(content)) : [];
    })
    .filter((text) => text.length >= shortestSecret);

const fromBase64 = (text: string): string => Buffer.from(text, 'base64').toString();

/** All of an object but what names it. */
export const withoutName = <T>(content: Readonly<Record<string, T>>): Record<string, T> =>
  Object.fromEntries(
    Object.entries(content).filter(([key]) => !['apiVersion', 'kind', 'metadata'].includes(key)),
  );

/** Shorter ones are words such as `admin`, and would make nonsense of what else is shown. */
const shortestSecret = 8;

/**
 * The objects of a set in the order in which they are applied: namespaces, definitions, the rest as it was given. Each
 * with its label, and Secrets as the API keeps them, so that applying them twice is applying the same.
 */
export function prepareObjects(set: DesiredObjects): PreparedObject[] {
  const prepare = (content: JsonObject, isSecret: boolean): PreparedObject => {
    const name = nameObject(content, set);
    const metadata = content['metadata'] as JsonObject;
    const labels = isObject(metadata['labels']) ? metadata['labels'] : {};
    return {
      ...name,
      isSecret,
      content: {
        ...encodeStrings(content),
        metadata: { ...metadata, labels: { ...labels, [setLabel]: labelValue(set) } },
      },
    };
  };
  const prepared = [
    ...set.objects.map((content) => prepare(content, false)),
    ...(set.secretObjects ?? []).map((content) => prepare(content, true)),
  ];
  return prepared.toSorted((a, b) => rank(a) - rank(b));
}

const ranks: Readonly<Record<string, number>> = { Namespace: 0, CustomResourceDefinition: 1 };
export const rank = ({ kind }: { kind: string }): number => ranks[kind] ?? 2;

/** `stringData` is never read back: applied as it is, the API would see a change each time (kubernetes/kubernetes#70281). */
function encodeStrings(content: JsonObject): JsonObject {
  const { stringData, ...rest } = content;
  if (content['kind'] !== 'Secret' || !isObject(stringData)) return content;
  const encoded = Object.entries(stringData).map(([key, value]): [string, JsonValue] => [
    key,
    Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64'),
  ]);
  const data = isObject(rest['data']) ? rest['data'] : {};
  return { ...rest, data: { ...data, ...Object.fromEntries(encoded) } };
}

function nameObject(content: JsonObject, set: DesiredObjects): ObjectName {
  const { apiVersion, kind, metadata } = content;
  const fail = (what: string): never => {
    throw new InvalidObjectsError(`the set ${setId(set)} holds an object ${what}`);
  };
  if (typeof apiVersion !== 'string' || typeof kind !== 'string') return fail('without apiVersion or kind');
  const { name, namespace } = isObject(metadata) ? metadata : {};
  if (typeof name !== 'string' || name === '') return fail(`of kind ${kind} without metadata.name`);
  return { apiVersion, kind, name, ...(typeof namespace === 'string' ? { namespace } : {}) };
}

const dnsLabel = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;

/** @throws {@link InvalidObjectsError} for the first thing that makes no sense */
export function checkSets(sets: readonly DesiredObjects[]): void {
  const ids = new Set<string>();
  const owners = new Map<string, string>();
  for (const set of sets) {
    checkSetName(set);
    const id = setId(set);
    if (ids.has(id)) throw new InvalidObjectsError(`the set ${id} is described twice`);
    ids.add(id);
    for (const object of prepareObjects(set)) {
      const key = objectKey(object, set.namespace);
      const owner = owners.get(key);
      if (owner !== undefined)
        throw new InvalidObjectsError(`${describeObject(object)} is in ${owner} and again in ${id}`);
      owners.set(key, id);
    }
  }
}

export function checkSetName(set: { namespace: string; name: string }): void {
  for (const [what, text] of [
    ['set', set.name],
    ['namespace', set.namespace],
  ] as const)
    if (!dnsLabel.test(text) || text.length > 53)
      throw new InvalidObjectsError(`${JSON.stringify(text)} is no name of a ${what}`);
  if (labelValue(set).length > 63)
    throw new InvalidObjectsError(`${setId(set)} is too long; 62 characters for a set and its namespace`);
}
