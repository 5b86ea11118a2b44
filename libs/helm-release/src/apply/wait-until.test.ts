import { expect, test } from 'vitest';
import { waitUntil } from './wait-until.ts';

const never = () => Promise.resolve(false);
const timedOut = () => new Error('the time is over');

test('what is so already is not waited for, even without any time', async () => {
  const said: string[] = [];
  const options = { onWait: () => said.push('waiting'), timeoutMs: 0, timedOut };
  await waitUntil(() => Promise.resolve(true), options);
  expect(said).toEqual([]);
});

test('what does not come ends with its own error', async () => {
  await expect(waitUntil(never, { onWait() {}, timeoutMs: 0, timedOut })).rejects.toThrow('the time is over');
});

test('an abort ends the waiting with its reason', async () => {
  const stopping = new AbortController();
  const onWait = () => stopping.abort(new Error('enough'));
  const waiting = waitUntil(never, { onWait, timeoutMs: 60_000, timedOut, signal: stopping.signal });
  await expect(waiting).rejects.toThrow('enough');
});
