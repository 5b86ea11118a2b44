import { ScwInfraError, type ErrorText } from './scw-infra-error.ts';

/** The HTTP call that failed, in words and on the wire. */
export interface FailedCall {
  /** For example `create Instance`. */
  doing: string;
  method: string;
  /** Path without query. */
  path: string;
  /** Absent when no answer came. */
  status?: number;
}

/** What all failures of one API call have in common. */
export abstract class ScalewayCallError extends ScwInfraError {
  readonly call: FailedCall;

  constructor(call: FailedCall, text: { why: string; remedy: string; cause?: unknown }) {
    super({
      failed: `Could not ${call.doing}: ${text.why}`,
      on: `${call.method} ${call.path}${call.status === undefined ? '' : `, status ${call.status}`}`,
      remedy: text.remedy,
      cause: text.cause,
    } satisfies ErrorText);
    this.call = call;
  }
}

/** The keys are wrong, expired or revoked. */
export class ScalewayAuthenticationDenied extends ScalewayCallError {
  readonly code = 'authentication-denied';

  constructor(call: FailedCall) {
    super(call, {
      why: 'Scaleway does not know these API keys',
      remedy: 'Check access key and secret key; they may have expired or been deleted.',
    });
  }
}

export interface MissingPermission {
  /** For example `read`. */
  action: string;
  /** For example `compute_ips`. */
  resource: string;
}

/** The key is known but may not do this; raised only after the time granted for IAM to settle. */
export class ScalewayPermissionDenied extends ScalewayCallError {
  readonly code = 'permission-denied';
  /** Empty when Scaleway did not name them. */
  readonly permissions: readonly MissingPermission[];

  constructor(call: FailedCall, permissions: readonly MissingPermission[], message: string) {
    const named = permissions.map(({ action, resource }) => `${action} on ${resource}`).join(', ');
    super(call, {
      why: named === '' ? message : `${message}: ${named}`,
      remedy:
        'Grant it to the API key by an IAM policy for this project; a new grant takes up to two minutes to work.',
    });
    this.permissions = permissions;
  }
}

/** A quota of the organization is used up. */
export class QuotaExceeded extends ScalewayCallError {
  readonly code = 'quota-exceeded';
  readonly resource: string;
  readonly quota: number | undefined;
  readonly current: number | undefined;

  constructor(call: FailedCall, exceeded: { resource: string; quota?: number; current?: number }) {
    const used =
      exceeded.quota === undefined ? '' : `, ${exceeded.current ?? exceeded.quota} of ${exceeded.quota} used`;
    super(call, {
      why: `quota ${exceeded.resource} is exceeded${used}`,
      remedy: `Delete what is no longer needed, or ask for a higher quota for ${exceeded.resource} in the console (Organization, Quotas).`,
    });
    this.resource = exceeded.resource;
    this.quota = exceeded.quota;
    this.current = exceeded.current;
  }
}

/** Scaleway has no room for this type in this zone now. */
export class OutOfStock extends ScalewayCallError {
  readonly code = 'out-of-stock';
  readonly type: string;
  readonly zone: string;

  constructor(call: FailedCall, type: string, zone: string) {
    super(call, {
      why: `${type} is out of stock in ${zone}`,
      remedy: 'Choose another Instance type or zone, or try later.',
    });
    this.type = type;
    this.zone = zone;
  }
}

export interface InvalidArgument {
  name: string;
  reason: string;
}

/** Scaleway refused the request as malformed or inconsistent. */
export class InvalidRequest extends ScalewayCallError {
  readonly code = 'invalid-request';
  readonly arguments: readonly InvalidArgument[];

  constructor(call: FailedCall, invalid: readonly InvalidArgument[], message: string) {
    const named = invalid.map(({ name, reason }) => `${name}: ${reason}`).join('; ');
    super(call, {
      why: named === '' ? message : `${message}: ${named}`,
      remedy: 'Correct the named values in the desired state.',
    });
    this.arguments = invalid;
  }
}

/** The resource does not exist (any more). */
export class ResourceNotFound extends ScalewayCallError {
  readonly code = 'not-found';
  readonly resource: string;
  readonly resourceId: string;

  constructor(call: FailedCall, resource: string, resourceId: string) {
    super(call, {
      why: `${resource} ${resourceId} does not exist`,
      remedy: 'Something removed it meanwhile: read and plan again.',
    });
    this.resource = resource;
    this.resourceId = resourceId;
  }
}

/** Something of this name or content exists and is not ours to change. */
export class AlreadyExists extends ScalewayCallError {
  readonly code = 'already-exists';

  constructor(call: FailedCall, message: string) {
    super(call, { why: message, remedy: 'Use another name, or remove what is in the way.' });
  }
}

/** The resource is busy with an earlier change and stayed so for the time granted. */
export class TransientState extends ScalewayCallError {
  readonly code = 'transient-state';
  readonly currentState: string;

  constructor(call: FailedCall, resource: string, currentState: string) {
    super(call, { why: `${resource} is still ${currentState}`, remedy: 'Wait a moment and run again.' });
    this.currentState = currentState;
  }
}

/** A condition of Scaleway is not met, for example the resource is still in use or protected. */
export class PreconditionFailed extends ScalewayCallError {
  readonly code = 'precondition-failed';
  /** For example `resource_still_in_use`. */
  readonly precondition: string;

  constructor(call: FailedCall, precondition: string, help: string) {
    super(call, {
      why: `${precondition}${help === '' ? '' : `, ${help}`}`,
      remedy: 'Meet the named condition, then run again.',
    });
    this.precondition = precondition;
  }
}

/** Scaleway has locked the resource. */
export class ResourceLocked extends ScalewayCallError {
  readonly code = 'resource-locked';

  constructor(call: FailedCall, message: string) {
    super(call, { why: message, remedy: 'Ask the Scaleway support why it is locked.' });
  }
}

/** Too many calls, also after the retries. */
export class TooManyRequests extends ScalewayCallError {
  readonly code = 'too-many-requests';

  constructor(call: FailedCall) {
    super(call, { why: 'too many requests', remedy: 'Wait a minute and run again.' });
  }
}

/** Scaleway answered with a server error, also after the retries. */
export class ScalewayUnavailable extends ScalewayCallError {
  readonly code = 'unavailable';

  constructor(call: FailedCall, message: string) {
    super(call, { why: message, remedy: 'Run again; if it lasts, look at status.scaleway.com.' });
  }
}

/** No answer, or half of one: name resolution, connection, TLS. */
export class NetworkFailure extends ScalewayCallError {
  readonly code = 'network-failure';

  constructor(call: FailedCall, reason: string, cause: unknown) {
    super(call, { why: reason, remedy: 'Check the network and the API address, then run again.', cause });
  }
}

/** No full answer within the time limit of one call. */
export class CallTimeout extends ScalewayCallError {
  readonly code = 'call-timeout';
  readonly timeoutMs: number;

  constructor(call: FailedCall, timeoutMs: number) {
    super(call, {
      why: `no answer within ${timeoutMs} ms`,
      remedy: 'Check the network, raise timeoutMs, or run again.',
    });
    this.timeoutMs = timeoutMs;
  }
}

/** An answer this library does not understand. */
export class UnexpectedAnswer extends ScalewayCallError {
  readonly code = 'unexpected-answer';

  constructor(call: FailedCall, why: string, cause?: unknown) {
    super(call, {
      why,
      remedy: 'Check that the API address is that of Scaleway; if so, please report this.',
      cause,
    });
  }
}
