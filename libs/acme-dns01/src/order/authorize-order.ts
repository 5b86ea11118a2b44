import { RequestRefusedError, WaitExceededError } from '../authority/errors.ts';
import { AcmeDns01Error } from '../errors.ts';
import type { AcmeSession } from '../authority/session.ts';
import type { AcmeAuthorization, AcmeChallenge, AcmeOrder } from './acme-resources.ts';
import type { Dns01Challenge, Dns01Responder } from './dns01-responder.ts';
import { ChallengeNotOfferedError, ResponderFailedError } from './errors.ts';
import { fetchAuthorizations, waitForAuthorizations } from './wait-for-order.ts';

interface PendingProof {
  challenge: AcmeChallenge;
  record: Dns01Challenge;
}

/**
 * Proves control of every name of an order: all records at once, then all challenges, then one wait. What was put up
 * is taken down, whatever happens.
 *
 * @returns the removal of the records, under way: why some may be left, `undefined` when they are gone; it never fails
 */
export async function authorizeOrder(
  session: AcmeSession,
  order: AcmeOrder,
  responder: Dns01Responder,
): Promise<{ cleanUpFailure: Promise<unknown> }> {
  const authorizations = await fetchAuthorizations(session, order);
  const unproven = authorizations.filter(({ status }) => status !== 'valid');
  if (unproven.length === 0) return { cleanUpFailure: Promise.resolve() };
  const proofs = await Promise.all(
    unproven
      .filter(({ status }) => status === 'pending')
      .map((authorization) => prepareProof(session, authorization)),
  );
  const records = proofs.map(({ record }) => record);
  try {
    await publish(session, responder, records);
    session.say('validate', `waiting for the CA's verification of ${unproven.length} names`);
    await Promise.all(proofs.map(({ challenge }) => completeChallenge(session, challenge)));
    await waitForAuthorizations(session, order, unproven);
  } catch (error) {
    const cleanUpFailure = await cleanUp(session, responder, records);
    if (cleanUpFailure !== undefined && error instanceof AcmeDns01Error)
      error.cleanUpFailure = cleanUpFailure;
    throw error;
  }
  return { cleanUpFailure: cleanUp(session, responder, records) };
}

async function prepareProof(session: AcmeSession, authorization: AcmeAuthorization): Promise<PendingProof> {
  const { identifier, challenges } = authorization;
  const challenge = challenges.find(({ type }) => type === 'dns-01');
  if (challenge === undefined)
    throw new ChallengeNotOfferedError(
      identifier,
      challenges.map(({ type }) => type),
    );
  const { token, url } = challenge;
  const value = await session.client.getChallengeKeyAuthorization({
    type: 'dns-01',
    status: 'pending',
    token,
    url,
  });
  return { challenge, record: { name: `_acme-challenge.${identifier}`, value } };
}

async function publish(
  session: AcmeSession,
  responder: Dns01Responder,
  records: Dns01Challenge[],
): Promise<void> {
  const names = records.map(({ name }) => name);
  const attempt = async (
    step: 'present' | 'waitUntilPublished',
    action: (signal: AbortSignal) => Promise<void>,
  ): Promise<void> => {
    try {
      await withinTime(session, session.signal, step, action);
    } catch (error) {
      session.signal.throwIfAborted();
      throw new ResponderFailedError(step, names, { cause: error });
    }
  };
  session.say('present', `putting up ${records.length} TXT records at ${[...new Set(names)].join(', ')}`);
  await attempt('present', (signal) => responder.present(records, signal));
  if (responder.waitUntilPublished === undefined) return;
  session.say('publish', `waiting until every server has ${[...new Set(names)].join(', ')}`);
  await attempt('waitUntilPublished', async (signal) => responder.waitUntilPublished?.(records, signal));
}

/** Takes the records down, also after the call was aborted, hence a time limit of its own. */
async function cleanUp(
  session: AcmeSession,
  responder: Dns01Responder,
  records: Dns01Challenge[],
): Promise<unknown> {
  session.say('clean-up', `taking down ${records.length} TXT records`);
  try {
    await withinTime(session, undefined, 'cleanUp', (signal) => responder.cleanUp(records, signal));
    return undefined;
  } catch (error) {
    session.say(
      'clean-up',
      `TXT records may be left: ${error instanceof Error ? error.message : String(error)}`,
    );
    return error;
  }
}

/** A responder that does not mind its signal must not hold us up for ever. */
async function withinTime(
  session: AcmeSession,
  signal: AbortSignal | undefined,
  step: string,
  action: (signal: AbortSignal) => Promise<void>,
): Promise<void> {
  const { responderTimeoutMs } = session.limits;
  const timeout = AbortSignal.timeout(responderTimeoutMs);
  const either = signal === undefined ? timeout : AbortSignal.any([signal, timeout]);
  let onAbort: (() => void) | undefined;
  const aborted = new Promise<never>((_, reject) => {
    onAbort = () => {
      const reason: unknown = timeout.aborted
        ? new WaitExceededError(`the responder's ${step}`, responderTimeoutMs)
        : either.reason;
      reject(reason instanceof Error ? reason : new Error('aborted', { cause: reason }));
    };
    either.addEventListener('abort', onAbort, { once: true });
  });
  try {
    either.throwIfAborted();
    await Promise.race([action(either), aborted]);
  } finally {
    if (onAbort !== undefined) either.removeEventListener('abort', onAbort);
  }
}

async function completeChallenge(session: AcmeSession, challenge: AcmeChallenge): Promise<void> {
  let attempts = 0;
  try {
    await session.perform('have a challenge looked at', () => {
      attempts += 1;
      return session.client.api.completeChallenge(challenge.url, {});
    });
  } catch (error) {
    // The answer to the first request was lost, and the CA is at it already; the order will tell.
    if (!(error instanceof RequestRefusedError && attempts > 1)) throw error;
  }
}
