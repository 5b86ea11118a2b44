import { AcmeDns01Error } from '../errors.ts';
import type { RenewalPlan } from './plan-renewal.ts';
import type { RenewalHistory } from './renewal-history.ts';

/** A certificate that was due was not renewed; the old one is as it was. The failure itself is the cause. */
export class RenewalFailedError extends AcmeDns01Error {
  readonly code = 'renewal-failed';
  readonly plan: RenewalPlan;
  /** To be stored, and passed at the next call. */
  readonly history: RenewalHistory;

  constructor(plan: RenewalPlan, history: RenewalHistory, cause: AcmeDns01Error) {
    super(
      `renewal failed (${history.failedAttempts} in a row), the next attempt is at ${history.retryAt}: ${cause.message}`,
      { cause },
    );
    this.plan = plan;
    this.history = history;
  }
}
