import { expect, test } from 'vitest';
import { endTogether } from './end-together.ts';

test('several end at the same time: each here ends when the other has begun', async () => {
  const begun: (() => void)[] = [];
  const meet = () =>
    new Promise<void>((resolve) => {
      begun.push(resolve);
      if (begun.length === 2) for (const go of begun) go();
    });
  await endTogether([meet, meet]);
  expect(begun).toHaveLength(2);
});

test('one that fails is told only once the others have ended', async () => {
  let hasEnded = false;
  const failing = () => Promise.reject(new Error('the API does not answer'));
  const slow = async () => {
    await Promise.resolve();
    hasEnded = true;
  };
  await expect(endTogether([failing, slow])).rejects.toThrow('the API does not answer');
  expect(hasEnded).toBe(true);
});
