import { describeObject, type ObjectName } from '../chart/manifest.ts';
import { ObjectRefusedError } from '../errors.ts';
import type { Helm } from '../helm/create-helm.ts';
import { objectPath, type Discovery } from '../kubernetes/discovery.ts';
import { readJson, statusMessage } from '../kubernetes/read-json.ts';
import { isObject } from '../release/json.ts';
import { isOfSet, setId } from './desired-objects.ts';

/** Asks for the deletion of an object, if it is there and belongs to the set. Does not wait for its end. */
export async function deleteObject(
  helm: Helm,
  set: { namespace: string; name: string },
  object: ObjectName,
  { discovery, signal }: { discovery: Discovery; signal: AbortSignal | undefined },
): Promise<void> {
  const path = objectPath(discovery, object, set.namespace);
  // Its definition is gone, and so is it.
  if (path === undefined) return;
  const live = await readJson(helm, path, { signal });
  if (!isObject(live) || !isOfSet(live, set)) return;
  const uid = isObject(live['metadata']) ? live['metadata']['uid'] : undefined;
  const reply = await helm.request({
    method: 'DELETE',
    path,
    headers: { 'content-type': 'application/json' },
    // The very object that was looked at, and not another of the same name.
    body: JSON.stringify({ propagationPolicy: 'Background', preconditions: { uid } }),
    ...(signal === undefined ? {} : { signal }),
  });
  if (reply.status === 200 || reply.status === 202 || reply.status === 404) return;
  throw new ObjectRefusedError(
    `${setId(set)}: the cluster refuses to delete ${describeObject(object)} with ${reply.status}: ${statusMessage(reply.body)}`,
    object,
    reply.status,
  );
}
