import { InvalidCallError } from '../errors.ts';
import type { ImportDesired } from './create-cluster.ts';
import { AgentFailedError, AgentOfAnotherRancherError, ServerUrlNotSetError } from './errors.ts';
import { lastWords } from './explain-agent.ts';
import type { ImportFacts } from './read-import.ts';

/** One change, and why. */
export interface ImportChange {
  /**
   * `create-cluster` makes Rancher's entry; `remove-agent` takes the agent of another Rancher out of the cluster;
   * `deploy-agent` applies the manifest in it and waits for its agent.
   */
  action: 'create-cluster' | 'remove-agent' | 'deploy-agent';
  summary: string;
}

/** What an import still lacks, in the order in which it is done. */
export interface ImportPlan {
  changes: ImportChange[];
}

/**
 * Decides what an import still lacks. Pure; a plan without changes is a cluster that is imported.
 *
 * @throws ServerUrlNotSetError, InvalidCallError for a cluster that cannot be imported, AgentOfAnotherRancherError,
 *   AgentFailedError for an agent that would trust nothing
 */
export function planImport(
  facts: ImportFacts,
  { name, replacesForeignAgent }: Pick<ImportDesired, 'name' | 'replacesForeignAgent'>,
): ImportPlan {
  const { cluster, missing, serverUrl } = facts;
  checkImport(facts, name);
  const changes: ImportChange[] = [];
  if (missing.length === 0) return { changes };
  const foreign = foreignServer(facts);
  if (foreign !== undefined && replacesForeignAgent !== true)
    throw new AgentOfAnotherRancherError(name, foreign, serverUrl);
  if (cluster === null)
    changes.push({
      action: 'create-cluster',
      summary: `make the cluster ${name}, which Rancher does not know`,
    });
  if (foreign !== undefined)
    changes.push({
      action: 'remove-agent',
      summary: `take the agent of another Rancher out of ${name}: it belongs to ${foreign}`,
    });
  changes.push({
    action: 'deploy-agent',
    summary: `bring Rancher's agent into ${name}: ${describeLack(facts)}`,
  });
  return { changes };
}

function checkImport({ cluster, missing, serverUrl, agentTrust }: ImportFacts, name: string): void {
  if (name === '') throw new InvalidCallError('a cluster has a name');
  if (cluster?.id === 'local')
    throw new InvalidCallError(`${name} is the cluster Rancher itself runs in, which is not imported`);
  if (cluster?.state === 'removing')
    throw new InvalidCallError(
      `Rancher is still removing the cluster ${name} (${cluster.id}); wait for its end`,
    );
  if (serverUrl === '') throw new ServerUrlNotSetError(name);
  // The agent ends at once then (rancher/rancher cmd/agent/main.go), so nothing needs to be tried.
  if (missing.length > 0 && agentTrust?.mode === 'strict' && !agentTrust.hasCa)
    throw new AgentFailedError(name, 'agent-ca-missing', { server: serverUrl, words: [] });
}

/** Address of the Rancher whose agent is in the cluster, if it is another one. */
function foreignServer({ agent, serverUrl }: ImportFacts): string | undefined {
  if (!agent || agent.server === '') return undefined;
  const origin = (url: string): string => (URL.canParse(url) ? new URL(url).origin : url);
  return origin(agent.server) === origin(serverUrl) ? undefined : agent.server;
}

function describeLack(facts: ImportFacts): string {
  const { cluster, missing, agent } = facts;
  if (cluster === null)
    return agent && foreignServer(facts) === undefined
      ? 'the one there is of a cluster that Rancher no longer has'
      : 'there is none yet';
  const lacking = missing.map(({ type, status }) => `${type} is ${status}`).join(', ');
  const said = agent && lastWords(agent);
  return said === undefined || said === null ? lacking : `${lacking}; it says: ${said}`;
}
