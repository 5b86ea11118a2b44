import { ScalewayCallError, PreconditionFailed } from '../errors/call-errors.ts';

/** When and how long a call is repeated. */
export interface RetryPolicy {
  /** Calls in all, for 429, 5xx, network failures and time limits. @default 6 */
  maxAttempts: number;
  /** First delay; doubles each time, with jitter of half its length. @default 500 */
  baseDelayMs: number;
  /** @default 10_000 */
  maxDelayMs: number;
  /** How long 403 is taken for a grant of IAM that has yet to spread. @default 30_000 */
  iamSettleMs: number;
  /** How long a resource may be busy with an earlier change (409; 412 of a deletion or a volume). @default 120_000 */
  transientMs: number;
}

export const defaultRetryPolicy: RetryPolicy = {
  maxAttempts: 6,
  baseDelayMs: 500,
  maxDelayMs: 10_000,
  iamSettleMs: 30_000,
  transientMs: 120_000,
};

/** A server that asks for more patience than this is not obeyed. */
const maxRetryAfterMs = 60_000;

/** Why a call is repeated. */
export type RetryReason =
  | 'rate limited'
  | 'server error'
  | 'no answer'
  | 'resource is busy'
  | 'permission denied, IAM may still be settling';

export interface RetryDecision {
  reason: RetryReason;
  delayMs: number;
}

/** What is known when a call has failed. */
export interface FailedAttempt {
  error: ScalewayCallError;
  method: string;
  /** Number of calls made so far, from 1. */
  attempt: number;
  /** Since the first call began. */
  elapsedMs: number;
  /** From a Retry-After header. */
  retryAfterMs?: number;
}

/** The delay before the next attempt. `random` is in [0, 1). */
export function backoffMs(policy: RetryPolicy, attempt: number, random: number): number {
  const full = Math.min(policy.maxDelayMs, policy.baseDelayMs * 2 ** (attempt - 1));
  return full * (0.5 + random / 2);
}

/** Whether nobody knows if the call took effect: the answer was lost, or a gateway answered in its place. */
export function isDoubtful(error: unknown): boolean {
  return (
    error instanceof ScalewayCallError &&
    (error.code === 'network-failure' || error.code === 'call-timeout' || error.code === 'unavailable')
  );
}

/** Conditions that an earlier change of ours has not met yet, but will. */
function isStillBusy(error: ScalewayCallError, method: string): boolean {
  if (!(error instanceof PreconditionFailed)) return false;
  if (error.precondition === 'resource_not_usable') return true;
  return error.precondition === 'resource_still_in_use' && method === 'DELETE';
}

function repeatReason(failed: FailedAttempt, policy: RetryPolicy): RetryReason | undefined {
  const { error, method, attempt, elapsedMs } = failed;
  const mayTryAgain = attempt < policy.maxAttempts;
  if (error.code === 'too-many-requests') return mayTryAgain ? 'rate limited' : undefined;
  if (isDoubtful(error)) {
    // A POST is not repeated blindly: whoever sent it looks up what became of it first.
    if (method === 'POST' || !mayTryAgain) return undefined;
    return error.code === 'unavailable' ? 'server error' : 'no answer';
  }
  if (error.code === 'permission-denied')
    return elapsedMs < policy.iamSettleMs ? 'permission denied, IAM may still be settling' : undefined;
  if (error.code === 'transient-state' || isStillBusy(error, method))
    return elapsedMs < policy.transientMs ? 'resource is busy' : undefined;
  return undefined;
}

/** Whether to call again, why, and after how long. Undefined: give up. */
export function decideRetry(
  failed: FailedAttempt,
  policy: RetryPolicy,
  random: number,
): RetryDecision | undefined {
  const reason = repeatReason(failed, policy);
  if (reason === undefined) return undefined;
  const delayMs = Math.max(
    backoffMs(policy, failed.attempt, random),
    Math.min(failed.retryAfterMs ?? 0, maxRetryAfterMs),
  );
  return { reason, delayMs };
}
