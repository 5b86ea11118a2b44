import { expect, test } from 'vitest';

import { Bindings } from './bindings.ts';
import { compareJson } from './compare-json.ts';

const recordedId = '02c442f2-0b21-4198-887f-bbdd01001cb6';
const emulatedId = 'a419b05e-7f54-4ab7-847f-515605e039c5';
const otherId = 'ce52a219-3109-4a58-8936-ad015631725b';

test('ids must stand for each other, one to one', () => {
  const bindings = new Bindings();
  expect(compareJson({ id: recordedId }, { id: emulatedId }, bindings)).toEqual([]);
  expect(compareJson({ id: recordedId }, { id: emulatedId }, bindings)).toEqual([]);
  expect(compareJson({ id: recordedId }, { id: otherId }, bindings)).toHaveLength(1);
  expect(compareJson({ id: otherId }, { id: emulatedId }, bindings)).toHaveLength(1);
  expect(compareJson({ dns: `${recordedId}.pub` }, { dns: `${emulatedId}.pub` }, bindings)).toEqual([]);
});

test('a missing key, another type, another value and another form of time are differences', () => {
  const compare = (recorded: unknown, emulated: unknown): number =>
    compareJson(recorded, emulated, new Bindings()).length;
  expect(compare({ a: 1, b: 2 }, { b: 2, a: 1 })).toBe(0);
  expect(compare({ a: 1, b: 2 }, { a: 1 })).toBe(1);
  expect(compare({ a: null }, { a: [] })).toBe(1);
  expect(compare({ a: ['x'] }, { a: ['y'] })).toBe(1);
  expect(
    compare({ at: '2026-07-30T12:54:44.240446+00:00' }, { at: '2026-11-24T01:02:03.000000+00:00' }),
  ).toBe(0);
  expect(compare({ at: '2026-07-30T12:54:44.240446+00:00' }, { at: '2026-11-24T01:02:03.000000Z' })).toBe(1);
  expect(compare({ at: '2026-03-20T09:28:13Z' }, { at: '2026-11-24T01:02:03Z' })).toBe(0);
  expect(compare({ at: '2026-03-20T09:28:13Z' }, { at: '2026-11-24T01:02:03.000000Z' })).toBe(1);
});

test('an undetermined place is compared by type only', () => {
  const places = [{ place: /\.mac$/, reason: 'MAC addresses' }];
  expect(compareJson({ mac: 'a' }, { mac: 'b' }, new Bindings(), places)).toEqual([]);
  expect(compareJson({ mac: 'a' }, { mac: null }, new Bindings(), places)).toHaveLength(1);
});
