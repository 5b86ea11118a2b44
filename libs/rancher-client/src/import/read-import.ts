import type { CallOptions } from '../client/client-options.ts';
import type { RancherClient } from '../client/rancher-client.ts';
import type { Condition } from '../client/wire.ts';
import { findCluster, type Cluster } from '../clusters/clusters.ts';
import { readSetting } from '../settings/settings.ts';
import type { ImportDesired } from './create-cluster.ts';
import type { BoardRequest } from './board-request.ts';
import { missingConditions } from './import-conditions.ts';
import { readAgent, type AgentFacts } from './read-agent.ts';

/** What was found of an import. */
export interface ImportFacts {
  /** `null` when there is none of the name yet. */
  cluster: Cluster | null;
  /** What it still lacks; all of it when there is no cluster. */
  missing: Condition[];
  /** What agents are told to connect to; empty when it is not set. */
  serverUrl: string;
  /** What agents are told to trust; absent where Rancher does not say. */
  agentTrust?: { mode: string; hasCa: boolean };
  /** Rancher's agent as it is in the cluster; `null` when there is none, absent when nobody looked. */
  agent?: AgentFacts | null;
}

export interface ReadImportOptions extends CallOptions {
  /** Looks into the cluster itself, while it is not imported. @default nobody looks */
  board?: BoardRequest;
}

/** Reads how far an import has come. Changes nothing. */
export async function readImport(
  rancher: RancherClient,
  { name }: Pick<ImportDesired, 'name'>,
  { board, ...options }: ReadImportOptions = {},
): Promise<ImportFacts> {
  const serverUrl = (await readSetting(rancher, 'server-url', options))?.value ?? '';
  const cluster = (await findCluster(rancher, name, options)) ?? null;
  const facts = { cluster, missing: missingConditions(cluster ?? {}), serverUrl };
  // Of one that is imported there is nothing more to know.
  if (facts.missing.length === 0) return facts;
  const mode = (await readSetting(rancher, 'agent-tls-mode', options))?.value;
  const ca = (await readSetting(rancher, 'cacerts', options))?.value ?? '';
  return {
    ...facts,
    ...(mode === undefined ? {} : { agentTrust: { mode, hasCa: ca !== '' } }),
    ...(board === undefined ? {} : { agent: await readAgent(board, options) }),
  };
}
