import type { HostApplyResult, ResourceProgress } from './apply/apply-host.ts';
import type { HostChange } from './plan/plan-host.ts';
import type { LockHolder } from './read/host-facts.ts';

/** What a {@link SshHostError} can be; a program may branch on it. */
export type SshHostErrorCode =
  | 'host-key-invalid'
  | 'host-key-mismatch'
  | 'private-key-invalid'
  | 'connect-failed'
  | 'login-refused'
  | 'connection-lost'
  | 'channel-refused'
  | 'command-timed-out'
  | 'file-failed'
  | 'invalid-resource'
  | 'template-incomplete'
  | 'resource-conflict'
  | 'read-failed'
  | 'lock-held'
  | 'apply-failed'
  | 'apply-interrupted'
  | 'not-converged';

/** Everything this library throws on its own account. An aborted call throws the signal's reason instead. */
export abstract class SshHostError extends Error {
  abstract readonly code: SshHostErrorCode;
}

/** The pinned host key is not a public key line such as `ssh-ed25519 AAAA…`. */
export class HostKeyInvalidError extends SshHostError {
  readonly code = 'host-key-invalid';
}

/** The text is no usable private key; it is never repeated in the message. */
export class PrivateKeyInvalidError extends SshHostError {
  readonly code = 'private-key-invalid';
}

/** The host showed another key than the pinned one: either it was rebuilt, or somebody sits in between. */
export class HostKeyMismatchError extends SshHostError {
  readonly code = 'host-key-mismatch';
  readonly expectedFingerprint: string;
  readonly presentedFingerprint: string;

  constructor(
    host: string,
    expectedFingerprint: string,
    presentedFingerprint: string,
    options?: ErrorOptions,
  ) {
    super(
      `${host} is not the host we know: its key is ${presentedFingerprint}, pinned is ${expectedFingerprint}. ` +
        'Pin the new key only if you know why it changed.',
      options,
    );
    this.expectedFingerprint = expectedFingerprint;
    this.presentedFingerprint = presentedFingerprint;
  }
}

/** No SSH session could be opened: no route, nothing listening, no answer in time, no common algorithm. */
export class ConnectFailedError extends SshHostError {
  readonly code = 'connect-failed';
}

/** The host is the right one but does not accept the user or the key. */
export class LoginRefusedError extends SshHostError {
  readonly code = 'login-refused';
}

/** The link dropped. What ran on the host may still be running; read the host again to know. */
export class ConnectionLostError extends SshHostError {
  readonly code = 'connection-lost';
  /** What was under way when the link dropped. */
  readonly during: string;

  constructor(host: string, during: string, options?: ErrorOptions) {
    super(`the connection to ${host} was lost during: ${during}`, options);
    this.during = during;
  }
}

/** The link stands, but the host opens no further session on it (`MaxSessions`, or a restricted key). */
export class ChannelRefusedError extends SshHostError {
  readonly code = 'channel-refused';
}

/** A command did not end within its `timeoutMs`; it was told to stop. */
export class CommandTimedOutError extends SshHostError {
  readonly code = 'command-timed-out';
}

/** A file on the host could not be read or written. */
export class HostFileError extends SshHostError {
  readonly code = 'file-failed';
  readonly path: string;

  constructor(path: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.path = path;
  }
}

/** A resource's description makes no sense; nothing was done. */
export class InvalidResourceError extends SshHostError {
  readonly code = 'invalid-resource';
  readonly resource: string;

  constructor(resource: string, mistake: string) {
    super(`${resource}: ${mistake}`);
    this.resource = resource;
  }
}

/** A template and its values do not fit together. */
export class TemplateError extends SshHostError {
  readonly code = 'template-incomplete';
}

/** Something stands in the way that is not replaced without being asked; an `absent` resource removes it. */
export class ResourceConflictError extends SshHostError {
  readonly code = 'resource-conflict';
  readonly resource: string;

  constructor(resource: string, obstacle: string) {
    super(`${resource}: ${obstacle}; remove it by an absent resource before`);
    this.resource = resource;
  }
}

/** The probe did not run to its end. */
export class ReadFailedError extends SshHostError {
  readonly code = 'read-failed';
}

/** Somebody else is applying to this host right now. */
export class LockHeldError extends SshHostError {
  readonly code = 'lock-held';
  readonly holder: LockHolder;

  constructor(host: string, holder: LockHolder) {
    super(
      `${host} is being changed by ${holder.by} since ${holder.since} from ${holder.from} (run ${holder.runId}): ` +
        'wait for it to end and read the host again',
    );
    this.holder = holder;
  }
}

/** A resource failed, or was not as the plan had found it; what came after it was not begun. */
export class ApplyFailedError extends SshHostError {
  readonly code = 'apply-failed';
  readonly result: HostApplyResult;
  /** The first resource that was not done. */
  readonly failure: ResourceProgress;

  constructor(host: string, result: HostApplyResult, failure: ResourceProgress) {
    super(`${failure.resource} ${failure.state} on ${host}: ${failure.detail ?? 'no message'}`);
    this.result = result;
    this.failure = failure;
  }
}

/** The script on the host ended without saying how it went: it was killed, or the host went down. */
export class ApplyInterruptedError extends SshHostError {
  readonly code = 'apply-interrupted';
}

/** Every change was carried out, and yet the host is not as it should be. */
export class NotConvergedError extends SshHostError {
  readonly code = 'not-converged';
  /** What a look afterwards still found to do. */
  readonly left: readonly HostChange[];

  constructor(host: string, left: readonly HostChange[]) {
    const open = left.map(({ resource, reason }) => `${resource} (${reason})`).join(', ');
    super(`${host} was changed as planned but is still not as it should be: ${open}`);
    this.left = left;
  }
}
