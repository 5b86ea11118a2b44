import { DronePipelinesError } from '../errors.ts';

/** Why a call to an extension was not answered. */
export type RefusalReason =
  | 'wrong-method'
  | 'wrong-content-type'
  | 'wrong-accept'
  | 'signature-missing'
  | 'signature-malformed'
  | 'signature-mismatch'
  | 'digest-mismatch'
  | 'date-malformed'
  | 'clock-skew'
  | 'replayed'
  | 'too-many-calls'
  | 'too-large'
  | 'body-malformed';

const STATUS: Readonly<Record<RefusalReason, number>> = {
  'wrong-method': 405,
  'wrong-content-type': 415,
  'wrong-accept': 406,
  'signature-missing': 401,
  'signature-malformed': 401,
  'signature-mismatch': 401,
  'digest-mismatch': 401,
  'date-malformed': 401,
  'clock-skew': 401,
  replayed: 409,
  'too-many-calls': 503,
  'too-large': 413,
  'body-malformed': 400,
};

/** A call that is not answered. Its message holds nothing of the body and nothing of the secret. */
export class CallRefusedError extends DronePipelinesError {
  override readonly name = 'CallRefusedError';
  readonly code = 'call-refused';
  readonly reason: RefusalReason;
  /** The status that the caller gets. */
  readonly status: number;

  constructor(reason: RefusalReason, message: string, cause?: unknown) {
    super(message, { cause });
    this.reason = reason;
    this.status = STATUS[reason];
  }
}

/** A call of ours that an extension did not answer. */
export class CallFailedError extends DronePipelinesError {
  override readonly name = 'CallFailedError';
  readonly code = 'call-failed';
  /** Absent when there was no response. */
  readonly status: number | undefined;

  constructor(message: string, status?: number, cause?: unknown) {
    super(message, { cause });
    this.status = status;
  }
}
