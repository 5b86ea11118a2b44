import { AuthorityMisbehavedError } from '../authority/errors.ts';
import type { AcmeSession } from '../authority/session.ts';
import { readAuthorization, readOrder, type AcmeAuthorization, type AcmeOrder } from './acme-resources.ts';
import { AuthorizationFailedError, OrderInvalidError } from './errors.ts';
import { poll } from './poll.ts';

/** @throws AuthorityMisbehavedError */
export async function fetchOrder(session: AcmeSession, url: string): Promise<AcmeOrder> {
  const task = 'read the order';
  const { data } = await session.perform(task, () => session.client.api.apiRequest(url, null, [200]));
  return orderOf(task, url, data);
}

/** @throws AuthorityMisbehavedError when the answer is no order */
export function orderOf(task: string, url: string, body: unknown): AcmeOrder {
  const order = readOrder(body, url);
  if (order === undefined) throw new AuthorityMisbehavedError(task, url, 'is no order');
  return order;
}

export function fetchAuthorizations(session: AcmeSession, order: AcmeOrder): Promise<AcmeAuthorization[]> {
  const task = 'read an authorization';
  return Promise.all(
    order.authorizations.map(async (url) => {
      const { data } = await session.perform(task, () => session.client.api.apiRequest(url, null, [200]));
      return authorizationOf(task, url, data);
    }),
  );
}

function authorizationOf(task: string, url: string, body: unknown): AcmeAuthorization {
  const authorization = readAuthorization(body, url);
  if (authorization === undefined) throw new AuthorityMisbehavedError(task, url, 'is no authorization');
  return authorization;
}

/**
 * Waits until the CA has verified every name of an order.
 *
 * @throws AuthorizationFailedError, OrderInvalidError, WaitExceededError
 */
export async function waitForAuthorizations(
  session: AcmeSession,
  order: AcmeOrder,
  authorizations: AcmeAuthorization[],
): Promise<void> {
  // One after the other: the CA looks at all of them meanwhile, and the later ones are mostly settled by then.
  for (const { url, identifier } of authorizations) {
    const task = 'read an authorization';
    const awaited = `the CA's verification of ${identifier}`;
    const status = await poll(session, { url, task, awaited, step: 'validate' }, (body) => {
      const now = authorizationOf(task, url, body);
      return now.status === 'pending' ? undefined : now.status;
    });
    if (status !== 'valid') throw await explainFailure(session, order);
  }
}

/** Waits until an order has one of the wanted states. @throws OrderInvalidError, WaitExceededError */
export function waitForOrder(
  session: AcmeSession,
  url: string,
  wanted: readonly string[],
  firstDelayMs?: number,
): Promise<AcmeOrder> {
  const task = 'read the order';
  const awaited = wanted.includes('ready') ? 'the order to be ready' : 'the making of the certificate';
  return poll(session, { url, task, awaited, step: 'finalize', firstDelayMs }, (body) => {
    const order = orderOf(task, url, body);
    if (wanted.includes(order.status)) return order;
    if (['pending', 'ready', 'processing'].includes(order.status)) return undefined;
    throw new OrderInvalidError(url, order.status, order.error);
  });
}

/** Why an order is of no use any more: the CA says it at the authorizations that failed. */
async function explainFailure(session: AcmeSession, order: AcmeOrder): Promise<Error> {
  const failures = (await fetchAuthorizations(session, order)).flatMap((authorization) => {
    const { identifier, isWildcard, status, challenges } = authorization;
    const problem = challenges.find(({ error }) => error !== undefined)?.error;
    if (status !== 'invalid' || problem === undefined) return [];
    return [{ identifier: isWildcard ? `*.${identifier}` : identifier, problem }];
  });
  if (failures.length > 0) return new AuthorizationFailedError(failures);
  const { status, error } = await fetchOrder(session, order.url);
  return new OrderInvalidError(order.url, status, error);
}
