import type { WaitOptions } from './client-options.ts';
import { WaitExceededError } from './errors.ts';
import type { RancherClient } from './rancher-client.ts';

/** What a look found: the thing that was awaited, or what it still lacks, as a sentence. */
export type Look<T> = { isThere: true; value: T } | { isThere: false; awaiting: string };

export const there = <T>(value: T): Look<T> => ({ isThere: true, value });
export const awaiting = (sentence: string): Look<never> => ({ isThere: false, awaiting: sentence });

/**
 * Looks again and again until it is there.
 *
 * @param awaited what is waited for, to come before "did not happen"
 * @throws WaitExceededError with what it still lacked
 */
export async function waitUntil<T>(
  rancher: RancherClient,
  awaited: string,
  look: () => Promise<Look<T>>,
  { timeoutMs = 300_000, pollIntervalMs = 2_000, signal }: WaitOptions,
): Promise<T> {
  const startedMs = rancher.now().getTime();
  for (let delayMs = 250; ; delayMs = Math.min(delayMs * 1.5, pollIntervalMs)) {
    const seen = await look();
    if (seen.isThere) return seen.value;
    const leftMs = startedMs + timeoutMs - rancher.now().getTime();
    if (leftMs <= 0) throw new WaitExceededError(awaited, timeoutMs, seen.awaiting);
    const message = `${awaited}: ${seen.awaiting}`;
    const nextMs = Math.round(Math.min(delayMs, pollIntervalMs, leftMs));
    await rancher.pause({ reason: 'poll', message, delayMs: nextMs }, { signal });
  }
}
