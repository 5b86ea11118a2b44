import { expect, test } from 'vitest';
import { createAddressPool, freeNumber, planAddresses, planOutsider } from './address-plan.ts';

test('two stages share no address and no link', () => {
  const [one, other] = [planAddresses(0), planAddresses(255)];
  const all = [one, other].flatMap((plan) => Object.values(plan).flat() as string[]);
  expect(new Set(all).size).toBe(all.length);
  expect(() => planAddresses(256)).toThrow(RangeError);
});

test('a number given back is found again', () => {
  expect(freeNumber(new Set())).toBe(0);
  expect(freeNumber(new Set([0, 1, 3]))).toBe(2);
  expect(() => freeNumber(new Set(Array.from({ length: 256 }, (_, number) => number)))).toThrow(
    /256 numbers/,
  );
});

test('an address given back is not met again at once', () => {
  const pool = createAddressPool(4);
  const first = pool.take();
  expect(first).toBe('198.18.4.32');
  pool.give(first);
  expect(pool.take()).toBe('198.18.4.33');
});

test('a pool gives every address once and then says so', () => {
  const pool = createAddressPool(4);
  const taken = new Set(Array.from({ length: 223 }, () => pool.take()));
  expect(taken.size).toBe(223);
  expect(() => pool.take()).toThrow(/223 public addresses/);
  pool.give('198.18.4.100');
  expect(pool.take()).toBe('198.18.4.100');
});

test('outsiders have links of their own', () => {
  expect(planOutsider(3, 1)).toEqual({ own: '198.19.3.6', stage: '198.19.3.5' });
  expect(() => planOutsider(3, 63)).toThrow(RangeError);
});
