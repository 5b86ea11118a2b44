import { createHash } from 'node:crypto';
import type { IssuedCertificate } from '../order/issued-certificate.ts';
import type { RenewalHistory } from './renewal-history.ts';
import { defaultAskAgainMs, type RenewalInfo } from './renewal-info.ts';

/** Whether to renew now, and why. */
export interface RenewalPlan {
  isDue: boolean;
  /** What decided. */
  basis: 'missing' | 'names' | 'renewal-info' | 'lifetime' | 'earlier-failure';
  /** One sentence for people. */
  reason: string;
  /** ISO 8601: the moment to renew at; it has come, or will have before the next look, when `isDue`. */
  renewAt: string;
  /** ISO 8601: when to look again at the latest. */
  checkAgainAt: string;
}

export interface RenewalFacts {
  /** What there is; nothing yet when `undefined`. */
  certificate: Pick<IssuedCertificate, 'chainPem' | 'names' | 'notBefore' | 'notAfter'> | undefined;
  /** What it should be for, in lower case and ASCII. */
  names: readonly string[];
  /** What the CA says, or why it does not. */
  renewalInfo: RenewalInfo | string;
  history: RenewalHistory | undefined;
  now: Date;
  /** How long until somebody looks again. */
  checkIntervalMs: number;
}

const dayMs = 86_400_000;

/**
 * Decides on a renewal: at a moment of the CA's window that is the certificate's own (RFC 9773 §4.2), or, without a
 * window, when a third of the lifetime is left, half of it for less than ten days, as Let's Encrypt's integration guide
 * asks for. Pure: the same facts give the same plan.
 *
 * @example
 * ```ts
 * const { isDue, reason } = planRenewal({
 *   certificate,
 *   names: certificate.names,
 *   renewalInfo: 'the CA was not asked',
 *   history: undefined,
 *   now: new Date(),
 *   checkIntervalMs: 43_200_000,
 * });
 * ```
 */
export function planRenewal(facts: RenewalFacts): RenewalPlan {
  const { history, now } = facts;
  const wish = wishedMoment(facts);
  const nextLook = now.getTime() + facts.checkIntervalMs;
  const isDue = wish.at.getTime() <= (wish.basis === 'renewal-info' ? nextLook : now.getTime());
  if (isDue && history !== undefined && Date.parse(history.retryAt) > now.getTime())
    return {
      isDue: false,
      basis: 'earlier-failure',
      reason: `renewal failed (${history.failedAttempts} in a row); the next attempt is at ${history.retryAt}`,
      renewAt: history.retryAt,
      checkAgainAt: history.retryAt,
    };
  const askAgainMs =
    typeof facts.renewalInfo === 'string' ? defaultAskAgainMs : facts.renewalInfo.askAgainAfterMs;
  return {
    isDue,
    basis: wish.basis,
    reason: wish.reason,
    renewAt: wish.at.toISOString(),
    checkAgainAt: new Date(
      isDue ? now : Math.min(wish.at.getTime(), now.getTime() + askAgainMs),
    ).toISOString(),
  };
}

function wishedMoment(facts: RenewalFacts): { at: Date; basis: RenewalPlan['basis']; reason: string } {
  const { certificate, names, renewalInfo, now } = facts;
  if (certificate === undefined) return { at: now, basis: 'missing', reason: 'there is no certificate yet' };
  const missing = names.filter((name) => !certificate.names.includes(name));
  const others = certificate.names.filter((name) => !names.includes(name));
  if (missing.length > 0 || others.length > 0) {
    const parts = [...missing.map((name) => `+${name}`), ...others.map((name) => `-${name}`)];
    return { at: now, basis: 'names', reason: `the names changed: ${parts.join(', ')}` };
  }
  const notAfter = Date.parse(certificate.notAfter);
  if (typeof renewalInfo !== 'string') {
    const { start, end } = renewalInfo.suggestedWindow;
    const span = end.getTime() - start.getTime();
    const at = new Date(start.getTime() + Math.floor(span * fractionOf(certificate.chainPem)));
    // Whoever followed such a window would serve an expired certificate.
    if (at.getTime() < notAfter) {
      const window = `${start.toISOString()} to ${end.toISOString()}`;
      const why = renewalInfo.explanationUrl === undefined ? '' : `, see ${renewalInfo.explanationUrl}`;
      return { at, basis: 'renewal-info', reason: `the CA suggests to renew from ${window}${why}` };
    }
  }
  const lifetime = notAfter - Date.parse(certificate.notBefore);
  const isShort = lifetime < 10 * dayMs;
  const at = new Date(notAfter - lifetime / (isShort ? 2 : 3));
  const because = typeof renewalInfo === 'string' ? renewalInfo : 'the window of the CA begins after the end';
  const reason = `a ${isShort ? 'half' : 'third'} of the lifetime is left at ${at.toISOString()} (${because})`;
  return { at, basis: 'lifetime', reason };
}

/**
 * A place within the window, the same at every look without anything being stored, and spread evenly over all
 * certificates, which is what the window is for.
 */
const fractionOf = (chainPem: string): number =>
  createHash('sha256').update(chainPem).digest().readUInt32BE(0) / 2 ** 32;
