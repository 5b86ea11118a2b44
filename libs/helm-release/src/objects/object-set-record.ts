import type { ObjectName } from '../chart/manifest.ts';
import type { Helm } from '../helm/create-helm.ts';
import { applyObject, fieldManager } from '../kubernetes/apply-object.ts';
import { readJson } from '../kubernetes/read-json.ts';
import { isObject } from '../release/json.ts';

interface SetName {
  namespace: string;
  name: string;
}

/** What a set consists of, as the cluster remembers it; names only. */
export interface SetRecord {
  /** Changes with each write. */
  version: string;
  objects: ObjectName[];
}

const recordName = (set: SetName): string => `helm-release.objects.${set.name}`;

export const recordPath = (set: SetName): string =>
  `/api/v1/namespaces/${set.namespace}/configmaps/${recordName(set)}`;

export async function readRecord(
  helm: Helm,
  set: SetName,
  signal?: AbortSignal,
): Promise<SetRecord | undefined> {
  const found = await readJson(helm, recordPath(set), { signal });
  if (!isObject(found) || !isObject(found['metadata'])) return undefined;
  const text = isObject(found['data']) ? found['data']['objects'] : undefined;
  return {
    version: String(found['metadata']['resourceVersion']),
    objects: typeof text === 'string' ? parseNames(text) : [],
  };
}

export async function writeRecord(
  helm: Helm,
  set: SetName,
  objects: readonly ObjectName[],
  signal?: AbortSignal,
): Promise<void> {
  const content = {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: recordName(set), namespace: set.namespace },
    data: { objects: formatNames(objects) },
  };
  await applyObject(helm, recordPath(set), content, { fieldManager, isDryRun: false, signal });
}

/** One line each, sorted, so that the same set is the same text. */
export const formatNames = (objects: readonly ObjectName[]): string =>
  objects
    .map(({ apiVersion, kind, namespace = '-', name }) => `${apiVersion} ${kind} ${namespace} ${name}`)
    .toSorted()
    .join('\n');

function parseNames(text: string): ObjectName[] {
  return text.split('\n').flatMap((line) => {
    const [apiVersion, kind, namespace, name] = line.split(' ');
    if (apiVersion === undefined || kind === undefined || name === undefined) return [];
    return [{ apiVersion, kind, name, ...(namespace === '-' || !namespace ? {} : { namespace }) }];
  });
}
