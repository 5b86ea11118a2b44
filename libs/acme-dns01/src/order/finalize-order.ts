import { crypto } from 'acme-client';
import { AuthorityMisbehavedError, RequestRefusedError } from '../authority/errors.ts';
import { parseRetryAfterMs } from '../authority/retry-after.ts';
import type { AcmeSession } from '../authority/session.ts';
import type { AcmeOrder } from './acme-resources.ts';
import { chooseChain } from './choose-chain.ts';
import { fetchOrder, orderOf, waitForOrder } from './wait-for-order.ts';

/** Asks for the certificate of an order whose names are proven, and fetches it: the chain, PEM, leaf first. */
export async function finalizeOrder(
  session: AcmeSession,
  order: AcmeOrder,
  request: { names: string[]; keyPem: string; preferredChain?: string },
): Promise<string> {
  session.say('finalize', 'waiting for the making of the certificate');
  const done = order.status === 'valid' ? order : await makeCertificate(session, order, request);
  const task = 'fetch the certificate';
  if (done.certificate === undefined)
    throw new AuthorityMisbehavedError(task, done.url, 'does not say where the certificate is');
  session.say('download', 'fetching the certificate');
  return fetchChain(session, done.certificate, request.preferredChain);
}

async function makeCertificate(
  session: AcmeSession,
  order: AcmeOrder,
  { names, keyPem }: { names: string[]; keyPem: string },
): Promise<AcmeOrder> {
  const [, csr] = await crypto.createCsr({ altNames: names }, keyPem);
  const der = csr.toString('utf8').replace(/-----[^-]+-----|\s/g, '');
  const payload = { csr: Buffer.from(der, 'base64').toString('base64url') };
  const task = 'have the certificate made';
  const submit = async (): Promise<AcmeOrder> => {
    const { data, headers } = await session.perform(task, () =>
      session.client.api.apiRequest(order.finalize, payload, [200]),
    );
    const submitted = orderOf(task, order.url, data);
    if (submitted.status === 'valid') return submitted;
    const firstDelayMs = parseRetryAfterMs(headers['retry-after'], session.now());
    return waitForOrder(session, order.url, ['valid'], firstDelayMs);
  };
  try {
    return await submit();
  } catch (error) {
    if (!(error instanceof RequestRefusedError)) throw error;
    // Either the CA has not put two and two together yet, or it is at work since a request whose answer was lost.
    const { status } = await fetchOrder(session, order.url);
    if (status === 'processing' || status === 'valid') return waitForOrder(session, order.url, ['valid']);
    if (status !== 'pending' || error.problemType !== 'orderNotReady') throw error;
    await waitForOrder(session, order.url, ['ready']);
    return submit();
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
