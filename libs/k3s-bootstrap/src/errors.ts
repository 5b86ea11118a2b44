/** What a {@link K3sBootstrapError} can be; a program may branch on it. */
export type K3sBootstrapErrorCode =
  | 'desired-invalid'
  | 'read-failed'
  | 'channel-unresolved'
  | 'downgrade-refused'
  | 'minor-skipped'
  | 'version-unsupported'
  | 'host-unsuitable'
  | 'lock-held'
  | 'download-failed'
  | 'checksum-mismatch'
  | 'apply-failed'
  | 'service-failed'
  | 'wait-exceeded'
  | 'not-converged'
  | 'kubeconfig-unreadable'
  | 'backup-failed'
  | 'backup-unreadable'
  | 'restore-failed'
  | 'not-removed'
  | 'ports-open'
  | 'probe-inconclusive';

/** Everything this library throws on its own account. An aborted call throws the signal's reason instead. */
export abstract class K3sBootstrapError extends Error {
  abstract readonly code: K3sBootstrapErrorCode;
}

/** What is wished for makes no sense; nothing was done. */
export class DesiredInvalidError extends K3sBootstrapError {
  readonly code = 'desired-invalid';
}
