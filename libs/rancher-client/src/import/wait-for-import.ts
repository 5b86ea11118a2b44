import type { WaitOptions } from '../client/client-options.ts';
import { WaitExceededError } from '../client/errors.ts';
import type { RancherClient } from '../client/rancher-client.ts';
import { awaiting, there, waitUntil, type Look } from '../client/wait-until.ts';
import { conditionsOf, type Condition } from '../client/wire.ts';
import { readCluster, type Cluster } from '../clusters/clusters.ts';
import type { BoardRequest } from './board-request.ts';
import { AgentFailedError, ImportFailedError } from './errors.ts';
import { explainAgent, lastWords, type AgentFailureCode } from './explain-agent.ts';
import { missingConditions } from './import-conditions.ts';
import { readAgent, type AgentFacts } from './read-agent.ts';

export interface WaitForImportOptions extends WaitOptions {
  /** How long a condition may be False before the import counts as failed. @default 120_000 */
  failureGraceMs?: number;
  /** Looks at the agent in the cluster itself, so that its own words are told. @default nobody looks */
  board?: BoardRequest;
  /** How long the agent may complain of the same before the import counts as failed. @default 60_000 */
  agentGraceMs?: number;
}

/**
 * Waits until an imported cluster is one: all `importConditions` True, on the cluster of `/v3` (since 2.11 that of
 * provisioning does not have them).
 *
 * @param options `timeoutMs` is 600_000 by default
 * @throws AgentFailedError when the agent's words tell why it does not come, ImportFailedError when Rancher says for
 *   longer than `failureGraceMs` that it failed, WaitExceededError
 */
export async function waitForImport(
  rancher: RancherClient,
  clusterId: string,
  { failureGraceMs = 120_000, agentGraceMs = 60_000, board, ...options }: WaitForImportOptions = {},
): Promise<Cluster> {
  const failing = stopwatch(rancher);
  const complaining = stopwatch(rancher);
  let agent: SeenAgent | undefined;
  const fail = (seen: SeenAgent, cause?: unknown): AgentFailedError =>
    new AgentFailedError(clusterId, seen.code, seen, cause === undefined ? {} : { cause });
  const look = async (): Promise<Look<Cluster>> => {
    const cluster = await readCluster(rancher, clusterId, options);
    if (cluster === undefined) return awaiting('there is no such cluster');
    const missing = missingConditions(cluster);
    if (missing.length === 0) return there(cluster);
    const seen = board && (await lookAtAgent(board, options));
    agent = seen?.failure;
    const [complaint = 0] = complaining(agent === undefined ? [] : [agent.code]);
    if (agent !== undefined && complaint >= agentGraceMs) throw fail(agent);
    const failed = missing.filter(({ status }) => status === 'False');
    const sinceMs = failing(failed.map(({ type }) => type));
    for (const [index, condition] of failed.entries()) {
      const forMs = sinceMs[index] ?? 0;
      if (forMs >= failureGraceMs) throw new ImportFailedError(clusterId, condition, forMs);
    }
    return awaiting([describe(cluster, missing), seen?.words ?? []].flat().join('; '));
  };
  try {
    return await waitUntil(rancher, `the import of ${clusterId}`, look, { timeoutMs: 600_000, ...options });
  } catch (error) {
    const isVague = error instanceof ImportFailedError || error instanceof WaitExceededError;
    if (!isVague || agent === undefined) throw error;
    throw fail(agent, error);
  }
}

/** Tells for how long each of some things has been so, without a break. */
function stopwatch(rancher: RancherClient): (things: readonly string[]) => number[] {
  const since = new Map<string, number>();
  return (things) => {
    const nowMs = rancher.now().getTime();
    for (const thing of since.keys()) if (!things.includes(thing)) since.delete(thing);
    for (const thing of things) if (!since.has(thing)) since.set(thing, nowMs);
    return things.map((thing) => nowMs - (since.get(thing) ?? nowMs));
  };
}

interface SeenAgent {
  code: AgentFailureCode;
  server: string;
  words: readonly string[];
}

/** A cluster that gives no answer just now is no reason to end the wait. */
async function lookAtAgent(
  board: BoardRequest,
  { signal }: WaitOptions,
): Promise<{ words: string; failure?: SeenAgent }> {
  let agent: AgentFacts | null;
  try {
    agent = await readAgent(board, { signal });
  } catch (error) {
    signal?.throwIfAborted();
    return {
      words: `the cluster cannot be looked into (${error instanceof Error ? error.message : 'it failed'})`,
    };
  }
  if (agent === null) return { words: 'there is no agent in it' };
  const code = explainAgent(agent);
  const said = lastWords(agent);
  const state = `its agent is ${agent.pods[0]?.state ?? 'without a pod'}`;
  const words = said === undefined ? state : `${state} and says: ${said}`;
  if (code === undefined) return { words };
  const all = agent.words.length > 0 ? agent.words : said === undefined ? [] : [said];
  return { words, failure: { code, server: agent.server, words: all } };
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
