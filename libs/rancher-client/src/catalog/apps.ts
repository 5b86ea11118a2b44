import type { CallOptions, WaitOptions } from '../client/client-options.ts';
import { isNotFound } from '../client/errors.ts';
import { listAll } from '../client/list.ts';
import { lookBeforeRepeat } from '../client/look-before-repeat.ts';
import type { RancherClient } from '../client/rancher-client.ts';
import { catalogPath, type InCluster } from './catalog-path.ts';
import { findStarted, operationIds, type ReleaseName } from './find-started.ts';
import { operationOf, waitForOperation, type OperationName } from './operations.ts';

/** A release of helm, as Rancher shows it. */
export interface App {
  id: string;
  spec?: Record<string, unknown>;
  /** `summary.state` is `deployed`, `failed` … */
  status?: {
    summary?: { state?: string; error?: boolean; [field: string]: unknown };
    [field: string]: unknown;
  };
  [field: string]: unknown;
}

const appPath = (clusterId: string | undefined, ...parts: string[]): string[] =>
  catalogPath(clusterId, 'catalog.cattle.io.apps', ...parts);

/** Releases of helm in a cluster, whoever made them. */
export function listApps(
  rancher: RancherClient,
  { clusterId, signal }: InCluster & CallOptions = {},
): Promise<App[]> {
  return listAll<App>(rancher, { task: 'list the apps', path: appPath(clusterId) }, { signal });
}

/** @returns `undefined` when there is no such release */
export async function readApp(
  rancher: RancherClient,
  { namespace, releaseName }: ReleaseName,
  { clusterId, signal }: InCluster & CallOptions = {},
): Promise<App | undefined> {
  const task = `read the app ${namespace}/${releaseName}`;
  try {
    const path = appPath(clusterId, namespace, releaseName);
    return (await rancher.json({ task, method: 'GET', path, signal })) as App;
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}

/**
 * Uninstalls a release and waits for helm's end. One that is gone already is fine.
 *
 * @throws OperationFailedError, WaitExceededError
 */
export async function uninstallApp(
  rancher: RancherClient,
  release: ReleaseName,
  options: InCluster & WaitOptions = {},
): Promise<void> {
  const { clusterId, signal } = options;
  const task = `uninstall ${release.namespace}/${release.releaseName}`;
  const path = appPath(clusterId, release.namespace, release.releaseName);
  const send = async (): Promise<OperationName | 'gone'> => {
    try {
      const query = { action: 'uninstall' };
      return operationOf(task, await rancher.json({ task, method: 'POST', path, query, body: {}, signal }));
    } catch (error) {
      if (isNotFound(error)) return 'gone';
      throw error;
    }
  };
  const before = await operationIds(rancher, options);
  const look = async (): Promise<OperationName | 'gone' | undefined> => {
    const started = await findStarted(rancher, before, 'uninstall', release, options);
    if (started !== undefined) return started;
    return (await readApp(rancher, release, options)) === undefined ? 'gone' : undefined;
  };
  const operation = await lookBeforeRepeat(rancher, send, look, options);
  if (operation !== 'gone') await waitForOperation(rancher, operation, options);
}
