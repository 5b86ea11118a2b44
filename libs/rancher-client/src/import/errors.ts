import type { Condition } from '../client/wire.ts';
import { RancherClientError } from '../errors.ts';

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
