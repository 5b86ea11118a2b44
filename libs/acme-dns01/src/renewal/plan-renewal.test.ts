import { expect, test } from 'vitest';
import { planRenewal, type RenewalFacts, type RenewalPlan } from './plan-renewal.ts';
import { addFailure, type RenewalHistory } from './renewal-history.ts';

const day = 86_400_000;
const start = Date.parse('2026-11-01T00:00:00Z');
const at = (days: number): Date => new Date(start + days * day);

const certificate = (days: number): NonNullable<RenewalFacts['certificate']> => ({
  chainPem: 'the chain',
  names: ['hunt.example'],
  notBefore: at(0).toISOString(),
  notAfter: at(days).toISOString(),
});

const plan = (facts: Partial<RenewalFacts>): RenewalPlan =>
  planRenewal({
    certificate: certificate(90),
    names: ['hunt.example'],
    renewalInfo: 'the CA gives no renewal information',
    history: undefined,
    now: at(1),
    checkIntervalMs: day / 2,
    ...facts,
  });

const info = (from: number, to: number): RenewalFacts['renewalInfo'] => ({
  suggestedWindow: { start: at(from), end: at(to) },
  explanationUrl: undefined,
  askAgainAfterMs: day / 4,
});

test('without a window, a third of the lifetime decides', () => {
  expect(plan({ now: at(59.9) })).toMatchObject({
    isDue: false,
    basis: 'lifetime',
    renewAt: at(60).toISOString(),
  });
  expect(plan({ now: at(60) })).toMatchObject({ isDue: true, basis: 'lifetime' });
  expect(plan({ now: at(200) }).isDue).toBe(true);
});

test('of less than ten days, it is half', () => {
  const short = { certificate: certificate(6) };
  expect(plan({ ...short, now: at(2.9) }).isDue).toBe(false);
  expect(plan({ ...short, now: at(3) })).toMatchObject({ isDue: true, basis: 'lifetime' });
});

test('a window decides even when a third of the lifetime says otherwise', () => {
  expect(plan({ renewalInfo: info(70, 72), now: at(65) })).toMatchObject({
    isDue: false,
    basis: 'renewal-info',
  });
  expect(plan({ renewalInfo: info(0, 0.5), now: at(1) })).toMatchObject({
    isDue: true,
    basis: 'renewal-info',
  });
});

test('the moment within the window is the same at every look, and within it', () => {
  const first = plan({ renewalInfo: info(30, 40), now: at(1) });
  const second = plan({ renewalInfo: info(30, 40), now: at(2) });
  expect(second.renewAt).toBe(first.renewAt);
  expect(Date.parse(first.renewAt)).toBeGreaterThanOrEqual(at(30).getTime());
  expect(Date.parse(first.renewAt)).toBeLessThan(at(40).getTime());
  const other = plan({
    renewalInfo: info(30, 40),
    certificate: { ...certificate(90), chainPem: 'another chain' },
  });
  expect(other.renewAt).not.toBe(first.renewAt);
});

test('what would come before the next look comes now', () => {
  const { renewAt } = plan({ renewalInfo: info(30, 40) });
  const before = (ms: number): Date => new Date(Date.parse(renewAt) - ms);
  expect(plan({ renewalInfo: info(30, 40), now: before(day / 2 + 1) }).isDue).toBe(false);
  expect(plan({ renewalInfo: info(30, 40), now: before(day / 2) }).isDue).toBe(true);
});

test('a window after the end is not followed', () => {
  expect(plan({ renewalInfo: info(91, 92), now: at(61) })).toMatchObject({ isDue: true, basis: 'lifetime' });
});

test('other names are due at once and told', () => {
  expect(plan({ names: ['hunt.example', 'play.example'] })).toMatchObject({
    isDue: true,
    basis: 'names',
    reason: 'the names changed: +play.example',
  });
  expect(plan({ names: ['play.example'] }).reason).toBe('the names changed: +play.example, -hunt.example');
});

test('the next look is at the pace of the CA, or at the moment itself', () => {
  expect(plan({ renewalInfo: info(60, 62) }).checkAgainAt).toBe(at(1.25).toISOString());
  expect(plan({ now: at(59.9) }).checkAgainAt).toBe(at(60).toISOString());
});

test('failures in a row are spaced a minute, ten, a hundred, then a day', () => {
  const pauses: number[] = [];
  let history: RenewalHistory | undefined;
  for (let n = 0; n < 5; n += 1) {
    history = addFailure(history, at(60), undefined);
    pauses.push((Date.parse(history.retryAt) - at(60).getTime()) / 60_000);
  }
  expect(pauses).toEqual([1, 10, 100, 1440, 1440]);
  expect(plan({ history, now: at(60.5) })).toMatchObject({ isDue: false, basis: 'earlier-failure' });
  expect(plan({ history, now: at(61) })).toMatchObject({ isDue: true, basis: 'lifetime' });
  expect(plan({ history, certificate: undefined, now: at(60.5) }).isDue).toBe(false);
});

test('a CA that wants to be left alone for longer is', () => {
  expect(addFailure(undefined, at(60), at(60.1)).retryAt).toBe(at(60.1).toISOString());
  expect(addFailure(undefined, at(60), at(59)).retryAt).toBe(
    new Date(at(60).getTime() + 60_000).toISOString(),
  );
});
