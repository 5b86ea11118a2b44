import { WaitExceededError } from '../authority/errors.ts';
import { pause } from '../authority/pause.ts';
import { parseRetryAfterMs } from '../authority/retry-after.ts';
import type { AcmeSession } from '../authority/session.ts';

export interface PollTarget {
  url: string;
  /** What is done, to follow "could not". */
  task: string;
  /** What it is done for, to follow "waiting for". */
  awaited: string;
  step: 'validate' | 'finalize';
  /** How long the CA asked to wait before the first look. */
  firstDelayMs?: number | undefined;
}

/**
 * Looks at something at the CA until it is settled. The first looks come quickly, since a CA may be done in
 * milliseconds; later ones at the CA's own pace, if it names one, within limits.
 *
 * @param settle what the answer means; `undefined` while it is not settled
 * @throws WaitExceededError
 */
export async function poll<T>(
  session: AcmeSession,
  target: PollTarget,
  settle: (body: unknown) => T | undefined,
): Promise<T> {
  const { orderTimeoutMs, retryAfterMs: longestMs } = session.limits;
  const deadline = performance.now() + orderTimeoutMs;
  let askedMs = target.firstDelayMs ?? 0;
  for (let look = 0; ; look += 1) {
    const delayMs = Math.min(askedMs, longestMs);
    if (delayMs >= deadline - performance.now()) throw new WaitExceededError(target.awaited, orderTimeoutMs);
    if (delayMs >= 1000)
      session.say(target.step, `waiting for ${target.awaited}, next look in ${Math.round(delayMs / 1000)} s`);
    await pause(delayMs, session.signal);
    const { data, headers } = await session.perform(target.task, () =>
      session.client.api.apiRequest(target.url, null, [200]),
    );
    const settled = settle(data);
    if (settled !== undefined) return settled;
    askedMs = parseRetryAfterMs(headers['retry-after'], session.now()) ?? Math.min(20 * 1.6 ** look, 5000);
  }
}
