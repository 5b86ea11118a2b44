import { setImmediate as nextTurn } from 'node:timers/promises';

import { expect, test } from 'vitest';

import { Queues } from './queues.ts';

test('operations of one key wait for each other, those of other keys do not', async () => {
  const queues = new Queues();
  const calls: string[] = [];
  const slowly = (name: string) => async (): Promise<void> => {
    calls.push(`${name} begins`);
    await nextTurn();
    calls.push(`${name} ends`);
  };
  await Promise.all([
    queues.run('zone', slowly('first')),
    queues.run('zone', slowly('second')),
    queues.run('other', slowly('other')),
  ]);
  expect(calls.indexOf('second begins')).toBeGreaterThan(calls.indexOf('first ends'));
  expect(calls.indexOf('other begins')).toBeLessThan(calls.indexOf('first ends'));
});

test('a failure is told to who asked, and does not stop what follows', async () => {
  const queues = new Queues();
  await expect(queues.run('zone', () => Promise.reject(new Error('no room')))).rejects.toThrow('no room');
  let ran = false;
  await queues.run('zone', async () => {
    ran = true;
  });
  expect(ran).toBe(true);
  await queues.settle();
});
