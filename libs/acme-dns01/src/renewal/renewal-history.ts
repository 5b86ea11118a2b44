/** What is remembered of failed renewals; plain data to be stored, and passed at the next call. */
export interface RenewalHistory {
  /** Attempts that failed since the last success. */
  failedAttempts: number;
  /** ISO 8601; no attempt is made before. */
  retryAt: string;
}

const minuteMs = 60_000;
/** Pauses after the first failures in a row, then a day each, as Let's Encrypt's integration guide asks for. */
const pausesMs = [minuteMs, 10 * minuteMs, 100 * minuteMs];
const dayMs = 24 * 60 * minuteMs;

/**
 * The history after one more failure.
 *
 * @param notBefore when the CA wants to hear from us again, if it said so
 */
export function addFailure(
  history: RenewalHistory | undefined,
  now: Date,
  notBefore: Date | undefined,
): RenewalHistory {
  const failedAttempts = (history?.failedAttempts ?? 0) + 1;
  const pausedUntil = now.getTime() + (pausesMs[failedAttempts - 1] ?? dayMs);
  return {
    failedAttempts,
    retryAt: new Date(Math.max(pausedUntil, notBefore?.getTime() ?? 0)).toISOString(),
  };
}
