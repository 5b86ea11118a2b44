import { waitUntil } from '../apply/wait-until.ts';
import { KindUnknownError } from '../errors.ts';
import type { Helm } from '../helm/create-helm.ts';
import { objectPath, readDiscovery, unknownKinds } from '../kubernetes/discovery.ts';
import type { PatienceOptions } from './apply-patiently.ts';
import { setId, type PreparedObject } from './desired-objects.ts';

/**
 * Waits until the cluster knows the kinds of all objects: after a definition is established, the API takes a moment to
 * list it.
 *
 * @returns their paths
 */
export async function waitForKinds(
  helm: Helm,
  set: { namespace: string; name: string },
  objects: readonly PreparedObject[],
  { signal, timeoutMs, onWait }: PatienceOptions,
): Promise<string[]> {
  let paths: string[] = [];
  let unknown: string[] = [];
  if (objects.length === 0) return paths;
  const areKnown = async (): Promise<boolean> => {
    const discovery = await readDiscovery(helm, signal);
    unknown = unknownKinds(discovery, objects);
    paths = objects.map((object) => objectPath(discovery, object, set.namespace) ?? '');
    return unknown.length === 0;
  };
  await waitUntil(areKnown, {
    signal,
    timeoutMs: Math.min(timeoutMs, 30_000),
    onWait: () => onWait(`the cluster to know ${unknown.join(', ')}`),
    timedOut: () => new KindUnknownError(`applying ${setId(set)}`, unknown),
  });
  return paths;
}
