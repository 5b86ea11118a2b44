import { AuthorityMisbehavedError, RequestRefusedError } from '../authority/errors.ts';
import type { AcmeSession } from '../authority/session.ts';
import { readOrder, type AcmeOrder } from './acme-resources.ts';
import { ProfileNotOfferedError } from './errors.ts';

export interface OrderRequest {
  names: string[];
  profile?: string;
  /** ARI name of the certificate that this one takes the place of (RFC 9773 §5). */
  replaces?: string;
}

/** @throws ProfileNotOfferedError before anything is ordered */
export async function createOrder(session: AcmeSession, request: OrderRequest): Promise<AcmeOrder> {
  const { profiles, renewalInfo } = await session.directory();
  const { profile } = request;
  if (profile !== undefined && !Object.hasOwn(profiles, profile))
    throw new ProfileNotOfferedError(session.directoryUrl, profile, Object.keys(profiles));
  session.say('order', `ordering a certificate for ${request.names.join(', ')}`);
  const order = {
    identifiers: request.names.map((value) => ({ type: 'dns', value })),
    ...(profile === undefined ? {} : { profile }),
  };
  // A CA without renewal information does not know the field.
  if (request.replaces === undefined || renewalInfo === undefined) return submit(session, order);
  try {
    return await submit(session, { ...order, replaces: request.replaces });
  } catch (error) {
    // Replaced already, of another account, or unknown to this CA: the certificate is needed all the same.
    if (!(error instanceof RequestRefusedError)) throw error;
    session.say('order', `ordering again, not as a replacement: ${error.message}`);
    return submit(session, order);
  }
}

async function submit(session: AcmeSession, order: object): Promise<AcmeOrder> {
  const task = 'order a certificate';
  const { headers, data } = await session.perform(task, () => session.client.api.createOrder(order));
  const created = readOrder(data, headers.location ?? '');
  if (headers.location === undefined || created === undefined)
    throw new AuthorityMisbehavedError(task, session.directoryUrl, 'is no order with a Location');
  return created;
}
