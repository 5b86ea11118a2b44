import { AuthorityMisbehavedError, WaitExceededError } from '../authority/errors.ts';
import { pause } from '../authority/pause.ts';
import { parseRetryAfterMs } from '../authority/retry-after.ts';
import type { AcmeSession } from '../authority/session.ts';
import { readAuthorization, readOrder, type AcmeAuthorization, type AcmeOrder } from './acme-resources.ts';
import { AuthorizationFailedError, OrderInvalidError } from './errors.ts';

/** @returns the order as it is now, and how long the CA asks to wait before the next look */
export async function readOrderAt(
  session: AcmeSession,
  url: string,
): Promise<{ order: AcmeOrder; retryAfterMs: number | undefined }> {
  const task = 'read the order';
  const { data, headers } = await session.perform(task, () =>
    session.client.api.apiRequest(url, null, [200]),
  );
  const order = readOrder(data, url);
  if (order === undefined) throw new AuthorityMisbehavedError(task, url, 'is no order');
  return { order, retryAfterMs: parseRetryAfterMs(headers['retry-after'], session.now()) };
}

export function readAuthorizations(session: AcmeSession, order: AcmeOrder): Promise<AcmeAuthorization[]> {
  const task = 'read an authorization';
  return Promise.all(
    order.authorizations.map(async (url) => {
      const { data } = await session.perform(task, () => session.client.api.apiRequest(url, null, [200]));
      const authorization = readAuthorization(data, url);
      if (authorization === undefined) throw new AuthorityMisbehavedError(task, url, 'is no authorization');
      return authorization;
    }),
  );
}

/**
 * Looks at an order until it has one of the wanted states. The first looks come quickly, since a CA may be done in
 * milliseconds; later ones at the CA's own pace, if it names one, within limits.
 *
 * @throws AuthorizationFailedError, OrderInvalidError, WaitExceededError
 */
export async function waitForOrder(
  session: AcmeSession,
  url: string,
  wanted: readonly string[],
  awaited: string,
): Promise<AcmeOrder> {
  const { orderTimeoutMs, retryAfterMs: longestMs } = session.limits;
  const deadline = performance.now() + orderTimeoutMs;
  for (let look = 0; ; look += 1) {
    const { order, retryAfterMs } = await readOrderAt(session, url);
    if (wanted.includes(order.status)) return order;
    if (order.status !== 'pending' && order.status !== 'processing' && order.status !== 'ready')
      throw await explainFailure(session, order);
    const delayMs = Math.min(retryAfterMs ?? Math.min(20 * 1.6 ** look, 5000), longestMs);
    const leftMs = deadline - performance.now();
    if (delayMs >= leftMs) throw new WaitExceededError(awaited, orderTimeoutMs);
    if (delayMs >= 1000)
      session.say('validate', `waiting ${Math.round(delayMs / 100) / 10} s for ${awaited}`);
    await pause(delayMs, session.signal);
  }
}

/** Why an order is of no use any more: the CA says it at the authorization that failed. */
async function explainFailure(session: AcmeSession, order: AcmeOrder): Promise<Error> {
  const authorizations = await readAuthorizations(session, order);
  const failures = authorizations.flatMap(({ identifier, isWildcard, status, challenges }) => {
    const problem = challenges.find(({ error }) => error !== undefined)?.error;
    if (status !== 'invalid' || problem === undefined) return [];
    return [{ identifier: isWildcard ? `*.${identifier}` : identifier, problem }];
  });
  return failures.length > 0
    ? new AuthorizationFailedError(failures)
    : new OrderInvalidError(order.url, order.status, order.error);
}
