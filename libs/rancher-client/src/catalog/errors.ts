import { RancherClientError } from '../errors.ts';
import type { OperationName } from './operations.ts';

/** Rancher cannot download a chart repository, and says why. */
export class RepositoryFailedError extends RancherClientError {
  override readonly name = 'RepositoryFailedError';
  readonly code = 'repository-failed';
  readonly repository: string;

  constructor(repository: string, reason: string) {
    super(
      `Rancher cannot download the chart repository ${repository}: ${reason}; see whether Rancher's pods reach its address`,
    );
    this.repository = repository;
  }
}

/** An installation or removal of a chart failed. */
export class OperationFailedError extends RancherClientError {
  override readonly name = 'OperationFailedError';
  readonly code = 'operation-failed';
  readonly operation: OperationName;
  /** What helm said, with secrets hidden; empty when Rancher has it no longer. */
  readonly logs: string;

  constructor({ operationNamespace, operationName }: OperationName, reason: string, logs: string) {
    const said = logs.trim().split('\n').slice(-3).join(' | ');
    super(
      `the operation ${operationNamespace}/${operationName} failed: ${reason}${said === '' ? '' : `; helm said last: ${said}`}`,
    );
    this.operation = { operationNamespace, operationName };
    this.logs = logs;
  }
}
