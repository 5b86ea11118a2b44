import { backoffMs, isDoubtful } from '../client/retry.ts';
import type { Session } from '../client/session.ts';
import { sleep } from '../client/sleep.ts';
import type { ResourceKind } from '../resource.ts';

/** An order that must not be given blindly a second time, such as a create or an upgrade. */
export interface SendOnce<T> {
  resource: ResourceKind;
  action: string;
  /** What is looked for after a lost answer. */
  what: string;
  /** @param attempt from 1 */
  send: (attempt: number) => Promise<T>;
  /** What has come of the order; undefined when it has not been taken. */
  findLanded: () => Promise<T | undefined>;
}

/** Sends an order; after a lost answer it looks what became of it before it sends it again. */
export async function sendOnce<T>(session: Session, once: SendOnce<T>): Promise<T> {
  const { retry, random } = session.client;
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await once.send(attempt);
    } catch (error) {
      // Any refusal of a repeated order may come from the lost one.
      if (!isDoubtful(error) && attempt === 1) throw error;
      session.progress(once.resource, once.action, once.what);
      await sleep(backoffMs(retry, attempt, random()), session.signal, once.what);
      const landed = await once.findLanded();
      if (landed !== undefined) return landed;
      if (!isDoubtful(error) || attempt >= retry.maxAttempts) throw error;
    }
  }
}
