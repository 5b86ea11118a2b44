import { parseDuration } from './parse-duration.ts';

/**
 * When a certificate is due for renewal: `renewBefore` its end, or once two thirds of its real life are over when that is
 * unset or not shorter than its life (cert-manager `pkg/util/pki` RenewalTime).
 */
export function renewalTime(notBefore: Date, notAfter: Date, renewBefore?: string): Date {
  const lifeMs = notAfter.getTime() - notBefore.getTime();
  const wantedMs = renewBefore === undefined ? Infinity : parseDuration(renewBefore);
  const beforeMs = wantedMs > 0 && wantedMs < lifeMs ? wantedMs : lifeMs / 3;
  return new Date(Math.floor((notAfter.getTime() - beforeMs) / 1000) * 1000);
}
