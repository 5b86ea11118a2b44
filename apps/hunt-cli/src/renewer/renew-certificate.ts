import {
  certificateId,
  obtainCertificate,
  RenewalFailedError,
  renewIfDue,
  RequestRefusedError,
  type IssuedCertificate,
  type ObtainCertificateOptions,
} from '@wescale/acme-dns01';
import { createDns01Responder, type ServerAgreement } from '@wescale/bind9-zone';
import { findAuthority } from './find-authority.ts';
import type { RenewerConfiguration } from './renewer-configuration.ts';
import type { RenewerStore } from './renewer-store.ts';

/** What a look at the certificate came to. */
export interface Renewal {
  /** The new certificate; undefined when none was due. */
  certificate?: IssuedCertificate;
  /** One sentence. */
  reason: string;
  /** ISO 8601: when to look again at the latest. */
  checkAgainAt?: string;
  /** A certificate is due, and is not tried for before a pause after failures is over. */
  isPausing: boolean;
}

/** No single wait of a renewal; all of them together stay below the time limit of a run. */
const limits = { responderTimeoutMs: 60_000, orderTimeoutMs: 180_000 };

/**
 * How long a name server that is down is waited for. The CA asks another one then, and a certificate that expires is
 * worse.
 */
const lamePatienceMs = 10_000;

/**
 * Asks the CA whether it is time, and obtains a new certificate if so; puts nothing in service.
 *
 * @param onWait told while a name server of the zone has not copied a challenge yet
 */
export async function renewCertificate(
  configuration: RenewerConfiguration,
  store: RenewerStore,
  { signal, onWait }: { signal: AbortSignal; onWait: (waitingFor: readonly ServerAgreement[]) => void },
): Promise<Renewal> {
  const { names, nameServer, tsigKey } = configuration;
  const request = await store.takeRequest();
  // The CA asks any name server that the zone has, so each has to have copied the challenge from ours.
  const responder = createDns01Responder({
    server: nameServer,
    key: tsigKey,
    ...(nameServer.port === undefined ? {} : { serverPort: nameServer.port }),
    ...{ lamePatienceMs, onWait },
  });
  // What a run that was killed has left there would confuse the CA.
  await responder.removeStale(challengeNames(names), signal);
  const certificate = await readOwnCertificate(configuration, store);
  const attempt = async (): Promise<Renewal> => {
    const authorities = [await findAuthority(configuration, store, signal)];
    const options = { authorities, names, responder, signal, limits };
    return request === 'renew' && certificate !== undefined
      ? renewAtOnce(certificate, options)
      : renewWhenDue(certificate, options, request === 'now' ? undefined : store);
  };
  try {
    return await attempt();
  } catch (error) {
    if (!isAccountGone(error)) throw error;
    await store.forgetAccount();
    return attempt();
  }
}

/** The certificate there is, unless it is from another CA than the one that is wanted now. */
async function readOwnCertificate(
  { directoryUrl }: RenewerConfiguration,
  store: RenewerStore,
): Promise<IssuedCertificate | undefined> {
  const kept = await store.readCertificate();
  return kept?.directoryUrl === directoryUrl ? kept : undefined;
}

async function renewAtOnce(
  { chainPem, directoryUrl }: IssuedCertificate,
  options: ObtainCertificateOptions,
): Promise<Renewal> {
  const replaces = { certificateId: certificateId(chainPem), directoryUrl };
  const { certificate } = await obtainCertificate({ ...options, replaces });
  return { certificate, reason: 'it was asked for', isPausing: false };
}

/** @param earlier where failures are kept whose pause counts */
async function renewWhenDue(
  certificate: IssuedCertificate | undefined,
  options: ObtainCertificateOptions,
  earlier: RenewerStore | undefined,
): Promise<Renewal> {
  const history = await earlier?.readHistory();
  const known = history === undefined ? {} : { history };
  const outcome = await renewIfDue({ ...options, certificate, ...known });
  const { plan } = outcome;
  if (outcome.isRenewed) return { certificate: outcome.certificate, reason: plan.reason, isPausing: false };
  const isPausing = plan.basis === 'earlier-failure';
  const failure = isPausing && history !== undefined ? `; the last failure: ${history.failure}` : '';
  return { reason: `${plan.reason}${failure}`, checkAgainAt: plan.checkAgainAt, isPausing };
}

/** A CA that has lost our account makes it again from the same key. */
function isAccountGone(error: unknown): boolean {
  const reason = error instanceof RenewalFailedError ? error.cause : error;
  return reason instanceof RequestRefusedError && reason.problemType === 'accountDoesNotExist';
}

/** An apex and its wildcard are proven at one name (RFC 8555 section 8.4). */
function challengeNames(names: readonly string[]): string[] {
  return [...new Set(names.map((name) => `_acme-challenge.${name.replace(/^\*\./, '')}`))];
}
