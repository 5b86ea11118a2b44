import type { Condition } from '../client/wire.ts';
import { RancherClientError } from '../errors.ts';
import { explainCode, type AgentFailureCode } from './explain-agent.ts';

/** Rancher does not know its own address, and so cannot tell it to an agent. */
export class ServerUrlNotSetError extends RancherClientError {
  override readonly name = 'ServerUrlNotSetError';
  readonly code = 'server-url-not-set';

  constructor(cluster: string) {
    super(
      `cannot import ${cluster}: Rancher has no server-url, so agents could not find it; finish its first set-up, or set that setting`,
    );
  }
}

/** What Rancher gives for the registration of a cluster cannot be used. */
export class RegistrationUnusableError extends RancherClientError {
  override readonly name = 'RegistrationUnusableError';
  readonly code = 'registration-unusable';
  readonly clusterId: string;

  constructor(clusterId: string, flaw: string, options?: ErrorOptions) {
    super(`cannot register the cluster ${clusterId}: ${flaw}`, options);
    this.clusterId = clusterId;
  }
}

/** Rancher says that an import went wrong, and keeps saying so. */
export class ImportFailedError extends RancherClientError {
  override readonly name = 'ImportFailedError';
  readonly code = 'import-failed';
  readonly clusterId: string;
  /** The condition that is False. */
  readonly condition: Condition;

  constructor(clusterId: string, condition: Condition, forMs: number) {
    const why = [condition.reason, condition.message].filter((part) => part !== undefined && part !== '');
    super(
      `the import of ${clusterId} failed: ${condition.type} has been False for ${Math.round(forMs / 1000)} s${why.length === 0 ? '' : ` (${why.join(': ')})`}; the log of the pod cattle-cluster-agent in cattle-system says more`,
    );
    this.clusterId = clusterId;
    this.condition = condition;
  }
}

/** Rancher's agent does not come, and what it says in the cluster tells why. */
export class AgentFailedError extends RancherClientError {
  override readonly name = 'AgentFailedError';
  readonly code: AgentFailureCode;
  /** As Rancher calls it, or its id. */
  readonly cluster: string;
  /** What the agent said, or Kubernetes about it; its last words last. Empty when it was known before. */
  readonly agentWords: readonly string[];

  constructor(
    cluster: string,
    code: AgentFailureCode,
    agent: { server: string; words: readonly string[] },
    options?: ErrorOptions,
  ) {
    const { what, remedy } = explainCode(code, agent.server);
    const last = agent.words.at(-1);
    const said = last === undefined ? '' : ` and says: ${last}`;
    super(`the import of ${cluster} fails: Rancher's agent in it ${what}${said}; ${remedy}`, options);
    this.code = code;
    this.cluster = cluster;
    this.agentWords = agent.words;
  }
}

/** The cluster has the agent of another Rancher, which may still count on it. */
export class AgentOfAnotherRancherError extends RancherClientError {
  override readonly name = 'AgentOfAnotherRancherError';
  readonly code = 'agent-of-another-rancher';
  /** Address of that Rancher. */
  readonly server: string;

  constructor(cluster: string, server: string, serverUrl: string) {
    super(
      `cannot import ${cluster} into ${serverUrl}: the agent of another Rancher, ${server}, is in it; ` +
        'delete the cluster there, or have its agent replaced (replacesForeignAgent)',
    );
    this.server = server;
  }
}

/** The cluster that is imported refuses what an import needs. */
export class ImportFailedInClusterError extends RancherClientError {
  override readonly name = 'ImportFailedInClusterError';
  readonly code = 'cluster-refused';
  readonly status: number;

  constructor(path: string, status: number) {
    super(
      `the cluster that is imported refuses to delete ${path} with ${status}; the import needs the rights of an administrator there`,
    );
    this.status = status;
  }
}
