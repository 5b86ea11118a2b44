import type { WaitOptions } from '../client/client-options.ts';
import type { RancherClient } from '../client/rancher-client.ts';
import { awaiting, there, waitUntil, type Look } from '../client/wait-until.ts';
import { conditionsOf, type Condition } from '../client/wire.ts';
import { readCluster, type Cluster } from '../clusters/clusters.ts';
import { ImportFailedError } from './errors.ts';
import { missingConditions } from './import-conditions.ts';

export interface WaitForImportOptions extends WaitOptions {
  /** How long a condition may be False before the import counts as failed. @default 120_000 */
  failureGraceMs?: number;
}

/**
 * Waits until an imported cluster is one: all `importConditions` True, on the cluster of `/v3` (since 2.11 that of
 * provisioning does not have them).
 *
 * @param options `timeoutMs` is 600_000 by default
 * @throws ImportFailedError when Rancher says for longer than `failureGraceMs` that it failed, WaitExceededError
 */
export function waitForImport(
  rancher: RancherClient,
  clusterId: string,
  { failureGraceMs = 120_000, ...options }: WaitForImportOptions = {},
): Promise<Cluster> {
  const falseSinceMs = new Map<string, number>();
  const look = async (): Promise<Look<Cluster>> => {
    const cluster = await readCluster(rancher, clusterId, options);
    if (cluster === undefined) return awaiting('there is no such cluster');
    const missing = missingConditions(cluster);
    if (missing.length === 0) return there(cluster);
    const nowMs = rancher.now().getTime();
    const failed = missing.filter(({ status }) => status === 'False');
    for (const type of [...falseSinceMs.keys()])
      if (!failed.some((condition) => condition.type === type)) falseSinceMs.delete(type);
    for (const condition of failed) {
      const sinceMs = falseSinceMs.get(condition.type) ?? nowMs;
      falseSinceMs.set(condition.type, sinceMs);
      if (nowMs - sinceMs >= failureGraceMs)
        throw new ImportFailedError(clusterId, condition, nowMs - sinceMs);
    }
    return awaiting(describe(cluster, missing));
  };
  return waitUntil(rancher, `the import of ${clusterId}`, look, { timeoutMs: 600_000, ...options });
}

/** What an import still lacks, with Rancher's own words where it has some. */
function describe(cluster: Cluster, missing: Condition[]): string {
  const parts = missing.map(({ type, status, message }) => {
    const words = message === undefined || message === '' ? '' : ` (${message})`;
    return `${type} is ${status}${words}`;
  });
  const connected = conditionsOf(cluster.conditions).find(({ type }) => type === 'Connected');
  // Asked again by Rancher every 15 s, so it is no proof, but a good hint.
  if (connected?.status === 'False') parts.push('its agent is not connected');
  return `the cluster is ${cluster.state ?? 'there'}; ${parts.join(', ')}`;
}
