import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addToSerial, compareSerials, nextSerial, serialSteps } from './serial.ts';

const serial = fc.integer({ min: 0, max: 0xffffffff });

test.each([
  [1, 0, 1],
  [44, 0, 44],
  [100, 44, 56],
  [0, 4294967295, 1],
  [4294967295, 1, -2],
  [0x7fffffff, 0, 0x7fffffff],
  [0x80000000, 0, undefined],
])('%d against %d is %s', (left, right, order) => {
  expect(compareSerials(left, right)).toBe(order);
});

test('adding makes a serial greater, whatever it is', () => {
  fc.assert(
    fc.property(serial, fc.integer({ min: 1, max: 0x7fffffff }), (base, increment) => {
      expect(compareSerials(addToSerial(base, increment), base)).toBe(increment);
    }),
  );
});

test('comparing the other way round gives the opposite', () => {
  fc.assert(
    fc.property(serial, serial, (left, right) => {
      const order = compareSerials(left, right);
      expect(compareSerials(right, left)).toBe(order === undefined ? undefined : 0 - order);
    }),
  );
});

test('the next serial is greater, and never 0', () => {
  fc.assert(
    fc.property(
      serial,
      fc.date({ min: new Date('2000-01-01'), max: new Date('2040-01-01') }),
      (base, today) => {
        fc.pre(!Number.isNaN(today.getTime()));
        expect(compareSerials(nextSerial(base), base)).toBeGreaterThan(0);
        expect(compareSerials(nextSerial(base, today), base)).toBeGreaterThan(0);
        expect(nextSerial(base)).not.toBe(0);
      },
    ),
  );
});

test('the next serial is the date where that is greater', () => {
  const today = new Date('2026-11-24T12:00:00Z');
  expect(nextSerial(2026112300, today)).toBe(2026112400);
  expect(nextSerial(2026112400, today)).toBe(2026112401);
  expect(nextSerial(2026112499, today)).toBe(2026112500);
  expect(nextSerial(4294967295)).toBe(1);
});

test('from any serial to any other each step is greater than the one before', () => {
  fc.assert(
    fc.property(serial, serial, (from, to) => {
      const steps = serialSteps(from, to);
      expect(steps.length).toBeLessThanOrEqual(3);
      expect(steps.at(-1) ?? from).toBe(to);
      let last = from;
      for (const step of steps) {
        expect(compareSerials(step, last)).toBeGreaterThan(0);
        last = step;
      }
    }),
  );
});

test('to the serial before, two steps are not enough', () => {
  expect(serialSteps(29, 28)).toEqual([2147483676, 27, 28]);
  expect(serialSteps(29, 27)).toEqual([2147483676, 27]);
});

test.each([-1, 1.5, 4294967296, Number.NaN])('%d is no serial', (value) => {
  expect(() => compareSerials(value, 0)).toThrow('is no serial');
  expect(() => addToSerial(0, value)).toThrow();
});
