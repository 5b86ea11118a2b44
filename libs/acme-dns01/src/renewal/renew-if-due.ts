import { NotOfferedError, RateLimitedError } from '../authority/errors.ts';
import { CertificateUnreadableError } from '../certificate/certificate-chain.ts';
import { certificateId } from '../certificate/certificate-id.ts';
import { AcmeDns01Error } from '../errors.ts';
import { AllAuthoritiesFailedError } from '../order/errors.ts';
import type { IssuedCertificate } from '../order/issued-certificate.ts';
import { normalizeNames } from '../order/normalize-names.ts';
import {
  obtainCertificate,
  type ObtainCertificateOptions,
  type ObtainedCertificate,
} from '../order/obtain-certificate.ts';
import { RenewalFailedError } from './errors.ts';
import { fetchRenewalInfo } from './fetch-renewal-info.ts';
import { planRenewal, type RenewalPlan } from './plan-renewal.ts';
import { addFailure, type RenewalHistory } from './renewal-history.ts';
import type { RenewalInfo } from './renewal-info.ts';

export interface RenewIfDueOptions extends Omit<ObtainCertificateOptions, 'replaces'> {
  /** What there is now; the first one is obtained when there is none. */
  certificate: IssuedCertificate | undefined;
  /** What an earlier call left; it says when to try again after failures. */
  history?: RenewalHistory;
  /** How long until this is called again. @default 43_200_000, twice a day */
  checkIntervalMs?: number;
}

export type RenewalOutcome =
  | { isRenewed: false; plan: RenewalPlan; history: RenewalHistory | undefined }
  | ({ isRenewed: true; plan: RenewalPlan; history: undefined } & ObtainedCertificate);

/**
 * Asks the CA that issued a certificate when to renew it, decides, and renews when it is time. To be called twice a day
 * or more.
 *
 * @throws RenewalFailedError with the history to store, its cause being what {@link obtainCertificate} threw
 *
 * @example
 * ```ts
 * const outcome = await renewIfDue({ authorities: [{ account }], names, responder, certificate });
 * if (outcome.isRenewed) certificate = outcome.certificate;
 * ```
 */
export async function renewIfDue(options: RenewIfDueOptions): Promise<RenewalOutcome> {
  const { certificate, history } = options;
  const now = options.now ?? (() => new Date());
  const names = normalizeNames(options.names);
  const plan = planRenewal({
    certificate,
    names,
    history,
    renewalInfo: await askWhenToRenew(options),
    now: now(),
    checkIntervalMs: options.checkIntervalMs ?? 43_200_000,
  });
  if (!plan.isDue) return { isRenewed: false, plan, history };
  try {
    const replaces = certificate === undefined ? {} : replacedBy(certificate);
    const obtained = await obtainCertificate({ ...options, ...replaces });
    return { isRenewed: true, plan, history: undefined, ...obtained };
  } catch (error) {
    if (!(error instanceof AcmeDns01Error)) throw error;
    throw new RenewalFailedError(plan, addFailure(history, now(), askedToWaitUntil(error)), error);
  }
}

async function askWhenToRenew(options: RenewIfDueOptions): Promise<RenewalInfo | string> {
  const { certificate, authorities } = options;
  if (certificate === undefined) return 'there is no certificate yet';
  const { chainPem, directoryUrl } = certificate;
  const issuer = authorities.find(({ account }) => account.directoryUrl === directoryUrl);
  if (issuer === undefined) return 'its CA is not asked any more';
  const { trustedCertificates } = issuer;
  try {
    return await fetchRenewalInfo({
      ...options,
      ...(trustedCertificates === undefined ? {} : { trustedCertificates }),
      directoryUrl,
      chainPem,
    });
  } catch (error) {
    if (error instanceof NotOfferedError) return 'the CA gives no renewal information';
    if (!(error instanceof AcmeDns01Error)) throw error;
    return error.message;
  }
}

function replacedBy(certificate: IssuedCertificate): Pick<ObtainCertificateOptions, 'replaces'> {
  try {
    const { chainPem, directoryUrl } = certificate;
    return { replaces: { certificateId: certificateId(chainPem), directoryUrl } };
  } catch (error) {
    if (error instanceof CertificateUnreadableError) return {};
    throw error;
  }
}

/** The latest moment that a CA asked to wait for. */
function askedToWaitUntil(error: AcmeDns01Error): Date | undefined {
  if (error instanceof RateLimitedError) return error.retryAt;
  if (!(error instanceof AllAuthoritiesFailedError)) return undefined;
  // One CA that may be asked is enough.
  const moments = error.failures.map((failure) => askedToWaitUntil(failure.error));
  if (moments.includes(undefined)) return undefined;
  return new Date(Math.min(...moments.map((moment) => moment?.getTime() ?? 0)));
}
