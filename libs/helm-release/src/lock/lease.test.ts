import { expect, test } from 'vitest';
import { isHeld } from './lease.ts';

const lease = {
  spec: {
    holderIdentity: 'host process 7 (x y)',
    leaseDurationSeconds: 30,
    acquireTime: '2026-11-24T12:00:00.000000Z',
    renewTime: '2026-11-24T12:00:00.000000Z',
  },
};
const at = (seconds: number): Date => new Date(Date.UTC(2026, 10, 24, 12, 0, seconds));

test('a lease is held until it runs out', () => {
  expect(isHeld(lease, at(29), () => undefined)).toBe(true);
  expect(isHeld(lease, at(31), () => undefined)).toBe(false);
});

test('a lease whose holder is known to be dead is free at once', () => {
  expect(isHeld(lease, at(1), () => false)).toBe(false);
});

test('a holder that lives and no longer renews has lost it', () => {
  expect(isHeld(lease, at(31), () => true)).toBe(false);
});
