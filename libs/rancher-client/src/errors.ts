import type { AgentFailureCode } from './import/explain-agent.ts';

/** What a {@link RancherClientError} can be; a program may branch on it. */
export type RancherClientErrorCode =
  | 'invalid-call'
  | 'rancher-unreachable'
  | 'certificate-not-trusted'
  | 'answer-not-understood'
  | 'redirect-loop'
  | 'use-https'
  | 'request-refused'
  | 'login-refused'
  | 'not-signed-in'
  | 'permission-denied'
  | 'not-found'
  | 'conflict'
  | 'password-refused'
  | 'wait-exceeded'
  | 'server-url-not-set'
  | 'registration-unusable'
  | 'import-failed'
  | 'repository-failed'
  | 'operation-failed'
  | 'exec-failed'
  | 'agent-of-another-rancher'
  | 'cluster-refused'
  | AgentFailureCode;

/** Base of all errors of this library: branch on `code`. An aborted call throws the signal's reason instead. */
export abstract class RancherClientError extends Error {
  abstract readonly code: RancherClientErrorCode;
}

/** What was asked for makes no sense; nothing was sent. */
export class InvalidCallError extends RancherClientError {
  override readonly name = 'InvalidCallError';
  readonly code = 'invalid-call';
}
