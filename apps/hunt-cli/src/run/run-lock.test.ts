import { expect, test } from 'vitest';
import { lockRun, RunLockedError } from './run-lock.ts';

const noon = () => new Date('2026-01-01T12:00:00Z');

test('a second run is told who is at work and since when', async () => {
  await using _held = await lockRun('/a/hunt/that/is/locked', 'core', noon);
  const second = lockRun('/a/hunt/that/is/locked', 'destroy', noon);
  await expect(second).rejects.toThrow(RunLockedError);
  await expect(second).rejects.toThrow(`hunt core (process ${process.pid}, since 2026-01-01T12:00:00.000Z)`);
});

test('a released lock can be taken again, and other environments are not held up', async () => {
  {
    await using _first = await lockRun('/a/hunt/that/is/released', 'core', noon);
    await using _other = await lockRun('/another/hunt', 'core', noon);
  }
  await using again = await lockRun('/a/hunt/that/is/released', 'core', noon);
  expect(again).toBeDefined();
});
