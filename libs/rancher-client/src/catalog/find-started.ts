import type { CallOptions } from '../client/client-options.ts';
import type { RancherClient } from '../client/rancher-client.ts';
import type { InCluster } from './catalog-path.ts';
import { listOperations, type OperationName } from './operations.ts';

/** Where a release of helm is. */
export interface ReleaseName {
  namespace: string;
  releaseName: string;
}

/** The runs of helm there are, to tell later which one is new. */
export async function operationIds(
  rancher: RancherClient,
  options: InCluster & CallOptions,
): Promise<ReadonlySet<string>> {
  return new Set((await listOperations(rancher, options)).map(({ id }) => id));
}

/**
 * The run of helm that a request started whose answer was lost. Rancher writes into each what it does to which release
 * (rancher/rancher pkg/catalogv2/helmop).
 */
export async function findStarted(
  rancher: RancherClient,
  before: ReadonlySet<string>,
  action: 'install' | 'uninstall',
  { namespace, releaseName }: ReleaseName,
  options: InCluster & CallOptions,
): Promise<OperationName | undefined> {
  const found = (await listOperations(rancher, options)).find(
    ({ id, metadata, status }) =>
      !before.has(id) &&
      metadata.namespace === namespace &&
      status?.action === action &&
      status.releaseName === releaseName,
  );
  return found && { operationNamespace: found.metadata.namespace, operationName: found.metadata.name };
}
