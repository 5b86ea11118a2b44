import { expect, test } from 'vitest';

import { reconcileLoop } from './reconcile-loop.ts';

const { signal } = new AbortController();

test('many triggers at once are one run, and one during a run is another', async () => {
  let runs = 0;
  const loop = reconcileLoop(
    async () => {
      runs += 1;
      if (runs === 1) loop.trigger();
    },
    { signal, onProblem: () => undefined },
  );
  loop.trigger();
  loop.trigger();
  await loop.idle();
  expect(runs).toBe(2);
});

test('a run that failed is told of and tried again by itself', async () => {
  const problems: string[] = [];
  let resolve = (): void => undefined;
  const promise = new Promise<void>((done) => (resolve = done));
  const loop = reconcileLoop(
    async () => {
      if (problems.length < 2) throw new Error('not yet');
      resolve();
    },
    { signal, onProblem: ({ message }) => problems.push(message), firstRetryMs: 1 },
  );
  loop.trigger();
  await promise;
  expect(problems).toEqual(['not yet', 'not yet']);
});

test('nothing runs once it is over', async () => {
  const ending = new AbortController();
  let runs = 0;
  const loop = reconcileLoop(
    async () => {
      runs += 1;
    },
    { signal: ending.signal, onProblem: () => undefined },
  );
  ending.abort();
  loop.trigger();
  loop.triggerAfter(0);
  await loop.idle();
  expect(runs).toBe(0);
});
