import type { CallOptions } from '../client/client-options.ts';
import type { RancherClient } from '../client/rancher-client.ts';
import type { Condition } from '../client/wire.ts';
import { findCluster, type Cluster } from '../clusters/clusters.ts';
import { readSetting } from '../settings/settings.ts';
import type { ImportDesired } from './create-cluster.ts';
import { missingConditions } from './import-conditions.ts';

/** What was found of an import. */
export interface ImportFacts {
  /** `null` when there is none of the name yet. */
  cluster: Cluster | null;
  /** What it still lacks; all of it when there is no cluster. */
  missing: Condition[];
  /** What agents are told to connect to; empty when it is not set. */
  serverUrl: string;
}

/** Reads how far an import has come. Changes nothing. */
export async function readImport(
  rancher: RancherClient,
  { name }: Pick<ImportDesired, 'name'>,
  options: CallOptions = {},
): Promise<ImportFacts> {
  const serverUrl = (await readSetting(rancher, 'server-url', options))?.value ?? '';
  const cluster = (await findCluster(rancher, name, options)) ?? null;
  return { cluster, missing: missingConditions(cluster ?? {}), serverUrl };
}
