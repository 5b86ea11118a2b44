import { expect, test } from 'vitest';
import { planNames } from './plan-names.ts';

const wanted = [{ name: 'hunt.example.com', address: '192.0.2.1' }];
const record = (data: string, name = 'hunt.example.com.', type = 'A') => ({ name, type, data });

test('a zone that has the address needs nothing, whatever else is in it', () => {
  expect(planNames([record('192.0.2.1'), record('192.0.2.9', 'other.example.com.')], wanted)).toEqual([]);
});

test('a missing name is published', () => {
  expect(planNames([], wanted)[0]).toMatchObject({ action: 'create', reason: 'it has no address' });
});

test('a zone that cannot be read yet needs every name', () => {
  expect(planNames(undefined, wanted)).toMatchObject([{ reason: 'its zone cannot be read yet' }]);
});

test('another address, or one too many, is replaced by exactly the one wanted', () => {
  const [change] = planNames([record('192.0.2.1'), record('192.0.2.2')], wanted);
  expect(change).toMatchObject({ action: 'update', reason: 'it has 192.0.2.1, 192.0.2.2' });
  expect(change?.steps.map((step) => step.kind)).toEqual(['delete-set', 'add']);
});
