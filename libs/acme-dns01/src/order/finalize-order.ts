import { crypto } from 'acme-client';
import { AuthorityMisbehavedError, RequestRefusedError } from '../authority/errors.ts';
import type { AcmeSession } from '../authority/session.ts';
import type { AcmeOrder } from './acme-resources.ts';
import { chooseChain } from './choose-chain.ts';
import { readOrderAt, waitForOrder } from './wait-for-order.ts';

/** Asks for the certificate of an order whose names are proven, and fetches it: the chain, PEM, leaf first. */
export async function finalizeOrder(
  session: AcmeSession,
  order: AcmeOrder,
  request: { names: string[]; keyPem: string; preferredChain?: string },
): Promise<string> {
  session.say('finalize', 'waiting for the CA to make the certificate');
  if (order.status !== 'valid') {
    const [, csr] = await crypto.createCsr({ altNames: request.names }, request.keyPem);
    await submitCsr(session, order, csr);
  }
  const done = await waitForOrder(session, order.url, ['valid'], 'the making of the certificate');
  const task = 'fetch the certificate';
  if (done.certificate === undefined)
    throw new AuthorityMisbehavedError(task, done.url, 'does not say where the certificate is');
  session.say('download', 'fetching the certificate');
  return fetchChain(session, done.certificate, request.preferredChain);
}

async function submitCsr(session: AcmeSession, order: AcmeOrder, csr: Buffer): Promise<void> {
  const der = csr.toString('utf8').replace(/-----[^-]+-----|\s/g, '');
  const payload = { csr: Buffer.from(der, 'base64').toString('base64url') };
  try {
    await session.perform('have the certificate made', () =>
      session.client.api.apiRequest(order.finalize, payload, [200]),
    );
  } catch (error) {
    if (!(error instanceof RequestRefusedError)) throw error;
    // The answer to an earlier request was lost, and the CA is at it already.
    const { order: current } = await readOrderAt(session, order.url);
    if (current.status !== 'processing' && current.status !== 'valid') throw error;
  }
}

async function fetchChain(session: AcmeSession, url: string, preferredChain?: string): Promise<string> {
  const fetchOne = async (at: string): Promise<{ pem: string; link: string }> => {
    const task = 'fetch the certificate';
    const { data, headers } = await session.perform(task, () =>
      session.client.api.apiRequest(at, null, [200]),
    );
    if (typeof data !== 'string' || !data.includes('BEGIN CERTIFICATE'))
      throw new AuthorityMisbehavedError(task, at, 'is no PEM certificate');
    return { pem: data, link: headers.link ?? '' };
  };
  const { pem, link } = await fetchOne(url);
  if (preferredChain === undefined) return pem;
  const alternates = await Promise.all(alternateLinks(link, url).map(async (at) => (await fetchOne(at)).pem));
  return chooseChain([pem, ...alternates], preferredChain);
}

/** Other chains of the same certificate (RFC 8555 §7.4.2). */
function alternateLinks(header: string, base: string): string[] {
  return [...header.matchAll(/<([^>]*)>([^<]*)/g)]
    .filter(([, , parameters]) => /;\s*rel\s*=\s*"?alternate"?/i.test(parameters ?? ''))
    .map(([, target]) => new URL(target ?? '', base).href);
}
