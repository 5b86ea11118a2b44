import type { CertificateState, HostCertificate } from '../certificates/certificate-state.ts';
import type { Finding } from './check.ts';
import { dayMs, formatDays } from './days.ts';

/** The renewer looks twice a day. */
const longestSilenceMs = 2 * dayMs;
const leastDaysLeft = 7;

const seeWhy = 'see why, and try it again, with: hunt certificate renew';

/** What of a certificate and its renewal deserves attention (pure). */
export function judgeCertificate(state: CertificateState, now: Date): Finding[] {
  const { certificate } = state;
  if (certificate === undefined && state.lastRun === undefined)
    return [{ check: 'certificate', ok: false, message: 'there is none yet', remedy: 'run hunt core' }];
  return [
    certificate === undefined
      ? { check: 'expiry', ok: false, message: 'there is no certificate yet', remedy: seeWhy }
      : judgeExpiry(certificate, now),
    judgeRenewal(state, now),
    {
      check: 'timer',
      ok: state.isTimerActive,
      message: state.isTimerActive
        ? `looks again at ${state.nextLookAt ?? 'a time unknown'}`
        : 'does not run',
      remedy: 'hunt core starts it again',
    },
  ];
}

/** The same as one finding, for a look at everything. */
export function summarizeCertificate(state: CertificateState, now: Date): Finding {
  const findings = judgeCertificate(state, now);
  const failures = findings.filter(({ ok }) => !ok);
  const [first] = failures;
  const told = first === undefined ? findings.slice(0, 1) : failures;
  const remedy = first?.remedy;
  return {
    check: 'certificate',
    ok: first === undefined,
    message: told.map(({ message }) => message).join('; '),
    ...(remedy === undefined ? {} : { remedy }),
  };
}

function judgeExpiry({ notBefore, notAfter }: HostCertificate, now: Date): Finding {
  const leftDays = (Date.parse(notAfter) - now.getTime()) / dayMs;
  const lifetimeDays = (Date.parse(notAfter) - Date.parse(notBefore)) / dayMs;
  // Some are made for a week only, and renewed when half of it is over.
  const ok = leftDays > Math.min(leastDaysLeft, lifetimeDays / 4);
  const message =
    leftDays > 0 ? `good for ${formatDays(leftDays)}, until ${notAfter}` : `expired at ${notAfter}`;
  return { check: 'expiry', ok, message, remedy: seeWhy };
}

function judgeRenewal({ lastRun, lastResult }: CertificateState, now: Date): Finding {
  const finding = { check: 'renewal', remedy: seeWhy };
  if (lastRun === undefined) return { ...finding, ok: false, message: `has never ended (${lastResult})` };
  const isSilent = now.getTime() - Date.parse(lastRun.at) > longestSilenceMs;
  if (isSilent) return { ...finding, ok: false, message: `the renewer has not run since ${lastRun.at}` };
  // A run that was killed, or found no configuration, could not write its record.
  if (lastRun.ok && lastResult !== 'success')
    return { ...finding, ok: false, message: `the renewer ended with ${lastResult} after its last good run` };
  return { ...finding, ok: lastRun.ok, message: `${lastRun.message} (looked at ${lastRun.at})` };
}
