import { expect, test } from 'vitest';
import { nameMachine } from './machine-link.ts';

test('a machine has the same names at every boot, and they fit the kernel', () => {
  const names = nameMachine('7c8b6cf7-4d2e-4a0e-9f5e-0c5b1c7a0f00');
  expect(nameMachine('7c8b6cf7-4d2e-4a0e-9f5e-0c5b1c7a0f00')).toEqual(names);
  expect(names.link).toMatch(/^vm[0-9a-f]{8}$/);
  expect(names.mac).toMatch(/^de:00:00(:[0-9a-f]{2}){3}$/);
  expect(nameMachine('another').link).not.toBe(names.link);
});
