import { ApiError } from '../kubernetes/api-error.ts';
import type { ApiServer } from '../kubernetes/api-server.ts';
import type { KubernetesObject } from '../kubernetes/kubernetes-object.ts';
import { listObjects, readObject } from '../kubernetes/read-objects.ts';
import { createObject, deleteObject } from '../kubernetes/write-objects.ts';
import { fluentdLabels, checkObjects } from './resources/fluentd-objects.ts';
import type { Logging } from './custom-resources.ts';
import type { PlacedObject } from './resources/placed-object.ts';

interface Pod extends KubernetesObject {
  status?: { phase?: string };
}

/** What a check came to; `undefined` while it runs. */
export type CheckResult = boolean | undefined;

/**
 * Has a pod of fluentd read the configuration, and tells what came of it (pkg/resources/fluentd/fluentd.go, `Reconcile`).
 * A result is remembered in the Logging's status; one that failed is tried again once its pod is removed.
 */
export async function checkConfiguration(
  api: ApiServer,
  logging: Logging,
  configuration: string,
  { hash, version }: { hash: string; version: string },
): Promise<CheckResult> {
  const { secrets, pod } = checkObjects(logging, configuration, hash, version);
  const path = `${pod.collection}/${pod.object.metadata.name}`;
  const known = logging.status?.configCheckResults?.[hash];
  if (known === true) return true;
  if (known === false && (await readObject(api, path)) !== undefined) return false;
  for (const { collection, object } of secrets) await createUnlessThere(api, collection, object);
  const running = await readObject<Pod>(api, path);
  if (running === undefined) {
    await createUnlessThere(api, pod.collection, pod.object);
    return undefined;
  }
  switch (running.status?.phase) {
    case 'Succeeded':
      return true;
    case 'Failed':
      return false;
    default:
      return undefined;
  }
}

/** Removes what checks of other configurations have left. */
export async function cleanUpChecks(api: ApiServer, logging: Logging, hash: string): Promise<void> {
  const labels = Object.entries(fluentdLabels(logging, 'fluentd-configcheck')).map((pair) => pair.join('='));
  const selector = [...labels, `logging.banzaicloud.io/config-hash!=${hash}`].join(',');
  for (const kind of ['pods', 'secrets']) {
    const collection = `/api/v1/namespaces/${logging.spec.controlNamespace}/${kind}`;
    const list = await listObjects(api, `${collection}?labelSelector=${encodeURIComponent(selector)}`);
    for (const { metadata } of list) await deleteObject(api, `${collection}/${metadata.name}`);
  }
}

async function createUnlessThere(
  api: ApiServer,
  collection: string,
  object: PlacedObject['object'],
): Promise<void> {
  try {
    await createObject(api, collection, object);
  } catch (error) {
    if (!(error instanceof ApiError && error.reason === 'AlreadyExists')) throw error;
  }
}
