import type { CallOptions } from '../client/client-options.ts';
import { RequestRefusedError } from '../client/errors.ts';
import type { RancherClient } from '../client/rancher-client.ts';
import { findCluster, type Cluster } from '../clusters/clusters.ts';
import { createCluster, type ImportDesired } from './create-cluster.ts';
import { InvalidCallError } from '../errors.ts';
import { RegistrationUnusableError } from './errors.ts';
import { fetchManifest } from './fetch-manifest.ts';
import type { ImportChange, ImportPlan } from './plan-import.ts';
import { readRegistration } from './registration.ts';
import { removeAgent, restartFailingAgent } from './remove-agent.ts';
import { waitForImport, type WaitForImportOptions } from './wait-for-import.ts';

export interface ApplyImportOptions extends WaitForImportOptions {
  /** Applies a manifest, YAML with secrets in it, in the cluster that is imported: `kubectl apply -f -`, say. */
  applyManifest: (manifest: string, options: CallOptions) => Promise<unknown>;
  /** Hears of each change before it is made. */
  onChange?: (change: ImportChange) => void;
}

/**
 * Imports a cluster: makes its entry, has its agent's manifest applied, and waits until Rancher has it. Killed at any
 * point, the next `readImport` finds what is left.
 *
 * @returns the cluster, or `undefined` for a plan without changes
 * @throws ServerUrlNotSetError, RegistrationUnusableError, AgentFailedError, ImportFailedError, WaitExceededError, and
 *   what `applyManifest` and `board` throw
 */
export async function applyImport(
  rancher: RancherClient,
  { changes }: ImportPlan,
  desired: ImportDesired,
  { applyManifest, onChange, ...options }: ApplyImportOptions,
): Promise<Cluster | undefined> {
  const { signal } = options;
  let cluster: Cluster | undefined;
  for (const change of changes) {
    rancher.throwIfAborted({ signal });
    onChange?.(change);
    if (change.action === 'create-cluster') cluster = await createCluster(rancher, desired, { signal });
    else if (change.action === 'remove-agent') {
      if (options.board === undefined)
        throw new InvalidCallError('the agent of another Rancher cannot be removed without board');
      await removeAgent(options.board, { signal });
    } else {
      cluster ??= await findCluster(rancher, desired.name, { signal });
      if (cluster === undefined)
        throw new RegistrationUnusableError(
          desired.name,
          'it has gone from Rancher meanwhile; read it again',
        );
      await applyManifest(await freshManifest(rancher, cluster.id, { signal }), { signal });
      if (options.board !== undefined) await restartFailingAgent(options.board, { signal });
      cluster = await waitForImport(rancher, cluster.id, options);
    }
  }
  return cluster;
}

/** Tokens are replaced from time to time: one that went stale between two requests is asked for again. */
async function freshManifest(
  rancher: RancherClient,
  clusterId: string,
  options: CallOptions,
): Promise<string> {
  const fetchOnce = async (): Promise<string> =>
    fetchManifest(rancher, await readRegistration(rancher, clusterId, options), options);
  try {
    return await fetchOnce();
  } catch (error) {
    if (!isTokenRefused(error)) throw error;
  }
  try {
    return await fetchOnce();
  } catch (cause) {
    if (!isTokenRefused(cause)) throw cause;
    throw new RegistrationUnusableError(
      clusterId,
      'Rancher does not take the token that it has just given: it has expired, or the cluster was deleted meanwhile; import again',
      { cause },
    );
  }
}

const isTokenRefused = (error: unknown): boolean =>
  error instanceof RequestRefusedError && error.status === 400;
