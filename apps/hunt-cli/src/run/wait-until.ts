import { setTimeout } from 'node:timers/promises';
import { VerificationError } from '../steps/verification-error.ts';

export interface WaitUntilOptions {
  signal: AbortSignal;
  timeoutMs: number;
  /** @default 500 */
  intervalMs?: number;
  /** What did not come about, without a dot; what the last attempt met is added. */
  what: string;
  /** What to try then. */
  remedy?: string;
  /** Of what an attempt met: whether waiting helps nobody. @default false */
  isHopeless?: (error: unknown) => boolean;
}

/**
 * Tries until it holds.
 *
 * @param attempt undefined: not yet; an error: not yet either, and the last one is told
 * @throws VerificationError when time is up, or an error is hopeless
 */
export async function waitUntil<Found>(
  attempt: () => Promise<Found | undefined>,
  { signal, timeoutMs, intervalMs = 500, what, remedy, isHopeless = () => false }: WaitUntilOptions,
): Promise<Found> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    let last: unknown;
    try {
      const found = await attempt();
      if (found !== undefined) return found;
    } catch (error) {
      signal.throwIfAborted();
      last = error;
    }
    if (Date.now() > deadline || (last !== undefined && isHopeless(last)))
      throw new VerificationError(describe(what, last, remedy), { cause: last });
    await setTimeout(intervalMs, undefined, { signal });
  }
}

function describe(what: string, last: unknown, remedy: string | undefined): string {
  const met = last === undefined ? '' : `: ${messageOf(last)}`;
  return `${what}${met}${remedy === undefined ? '' : `; ${remedy}`}`;
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
