import { pause } from '../exchange/pause.ts';
import type { AskOptions } from '../query/ask.ts';
import {
  checkServer,
  describeAddress,
  type AuthoritativeAddress,
  type ServerAgreement,
} from './check-propagation.ts';
import { NotPropagatedError } from './errors.ts';
import type { Expectation } from './expectation.ts';

export interface PropagationOptions extends AskOptions {
  /** Called at first and whenever something changes, with all who do not agree yet and why. */
  readonly onWait?: (waitingFor: readonly ServerAgreement[]) => void;
  /**
   * How long to wait for a server while it is lame, in milliseconds: down, say, or without the zone. One that answers
   * with authority what is not expected is waited for until the signal ends it. @default as long
   */
  readonly lamePatienceMs?: number;
  /** Pause before a server is asked again, in milliseconds; grows to eight times this. @default 250 */
  readonly intervalMs?: number;
}

const maxGrowth = 8;

/**
 * Waits until every address of every authoritative server answers as expected: all are asked side by side, each
 * again until it agrees or has been lame for too long, and the wait ends with the last one. Without a signal it may
 * wait for ever.
 *
 * @returns what each server came to
 * @throws {@link NotPropagatedError} with a reason for each server, when the signal ends the wait or when nobody is
 *   left who could agree
 */
export async function waitUntilPropagated(
  addresses: readonly AuthoritativeAddress[],
  expectations: readonly Expectation[],
  options: PropagationOptions = {},
): Promise<ServerAgreement[]> {
  const { onWait, intervalMs = 250, lamePatienceMs = Infinity, signal } = options;
  const startedAt = performance.now();
  const states: ServerAgreement[] = addresses.map((address) => ({
    server: describeAddress(address),
    state: 'waiting',
  }));
  const waitingFor = (): ServerAgreement[] => states.filter(({ state }) => state === 'waiting');

  const isOver = (): boolean => signal?.aborted === true;

  const waitFor = async (address: AuthoritativeAddress, index: number): Promise<void> => {
    for (let round = 0; !isOver(); round += 1) {
      try {
        const found = await checkServer(address, expectations, options);
        const isGivenUp = found.isLame === true && performance.now() - startedAt >= lamePatienceMs;
        const now: ServerAgreement = isGivenUp ? { ...found, state: 'unknown' } : found;
        const before = states[index];
        states[index] = now;
        if (now.state !== before?.state || now.reason !== before.reason) onWait?.(waitingFor());
        if (now.state !== 'waiting') return;
      } catch (error) {
        if (!isOver()) throw error;
      }
      await pause(intervalMs * Math.min(2 ** Math.floor(round / 4), maxGrowth), signal);
    }
  };
  onWait?.(waitingFor());
  await Promise.all(addresses.map(waitFor));

  if (waitingFor().length > 0) throw new NotPropagatedError(waitingFor(), { cause: signal?.reason });
  if (!states.some(({ state }) => state === 'agrees')) throw new NotPropagatedError(states);
  return states;
}
