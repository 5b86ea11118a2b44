import { expect, test } from 'vitest';
import type { CertificateState } from '../certificates/certificate-state.ts';
import { judgeCertificate, summarizeCertificate } from './certificate.ts';

const now = new Date('2026-11-25T12:00:00Z');
const inDays = (days: number) => new Date(now.getTime() + days * 86_400_000).toISOString();

const well = {
  certificate: {
    names: ['hunt.example', '*.hunt.example'],
    issuer: 'Test CA',
    notBefore: inDays(-30),
    notAfter: inDays(60),
    fingerprint256: 'AA:BB',
  },
  lastRun: { at: inDays(-0.3), ok: true, isRenewed: false, message: 'not due' },
  isTimerActive: true,
  nextLookAt: inDays(0.2),
  lastResult: 'success',
} satisfies CertificateState;

const failing = (changes: Partial<CertificateState>) =>
  judgeCertificate({ ...well, ...changes }, now).filter(({ ok }) => !ok);

test('one that is well says how long it is good', () => {
  expect(failing({})).toEqual([]);
  expect(summarizeCertificate(well, now)).toMatchObject({
    ok: true,
    message: `good for 60 days, until ${well.certificate.notAfter}`,
  });
});

test.each([
  ['a week before its end', 7, 'expiry', /^good for 7 days/],
  ['hours before its end', 0.5, 'expiry', /^good for 12 hours/],
  ['after its end', -1, 'expiry', /^expired at 2026-11-24/],
])('%s it fails', (_, days, check, says) => {
  expect(failing({ certificate: { ...well.certificate, notAfter: inDays(days) } })).toMatchObject([
    { check, message: expect.stringMatching(says) as unknown },
  ]);
});

test('one that is made for a week is well until a quarter of it is left', () => {
  const week = (left: number) => ({
    certificate: { ...well.certificate, notBefore: inDays(left - 6), notAfter: inDays(left) },
  });
  expect(failing(week(2))).toEqual([]);
  expect(failing(week(1))).toHaveLength(1);
});

test.each<[string, Partial<CertificateState>, string, string]>([
  [
    'a failed run',
    { lastRun: { ...well.lastRun, ok: false, message: 'the CA is down' } },
    'renewal',
    'the CA is down',
  ],
  ['a long silence', { lastRun: { ...well.lastRun, at: inDays(-3) } }, 'renewal', 'has not run since'],
  ['a run that was cut off', { lastResult: 'timeout' }, 'renewal', 'ended with timeout'],
  ['a timer that was stopped', { isTimerActive: false }, 'timer', 'does not run'],
])('%s is told', (_, changes, check, says) => {
  expect(failing(changes)).toMatchObject([{ check, message: expect.stringContaining(says) as unknown }]);
  expect(summarizeCertificate({ ...well, ...changes }, now)).toMatchObject({
    check: 'certificate',
    ok: false,
    message: expect.stringContaining(says) as unknown,
  });
});

test('a host without any says so once', () => {
  const nothing = { isTimerActive: false, lastResult: 'success' };
  expect(judgeCertificate(nothing, now)).toEqual([
    { check: 'certificate', ok: false, message: 'there is none yet', remedy: 'run hunt core' },
  ]);
});
