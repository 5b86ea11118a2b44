import { backoffMs, isDoubtful } from '../client/retry.ts';
import type { Session } from '../client/session.ts';
import { sleep } from '../client/sleep.ts';
import type { ResourceKind } from '../resource.ts';

/** An order that must not be given blindly a second time, such as an upgrade. */
export interface SendOnce {
  resource: ResourceKind;
  action: string;
  /** What is looked for after a lost answer. */
  what: string;
  send: () => Promise<unknown>;
  /** Whether the order has been taken. */
  hasLanded: () => Promise<boolean>;
}

/** Sends an order; after a lost answer it looks what became of it before it sends it again. */
export async function sendOnce(session: Session, once: SendOnce): Promise<void> {
  const { retry, random } = session.client;
  session.progress(once.resource, once.action);
  for (let attempt = 1; ; attempt += 1) {
    try {
      await once.send();
      return;
    } catch (error) {
      // Any refusal of a repeated order may come from the lost one.
      if (!isDoubtful(error) && attempt === 1) throw error;
      session.progress(once.resource, once.action, once.what);
      await sleep(backoffMs(retry, attempt, random()), session.signal, once.what);
      if (await once.hasLanded()) return;
      if (!isDoubtful(error) || attempt >= retry.maxAttempts) throw error;
    }
  }
}
