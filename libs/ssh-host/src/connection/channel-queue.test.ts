import { expect, test } from 'vitest';
import { createChannelQueue } from './channel-queue.ts';

test('a ninth task waits until one of eight has left', async () => {
  const queue = createChannelQueue(8);
  const leave = await Promise.all(Array.from({ length: 8 }, () => queue.enter()));
  let entered = false;
  const ninth = queue.enter().then(() => (entered = true));
  await Promise.resolve();
  expect(entered).toBe(false);
  leave[0]?.();
  leave[0]?.();
  await ninth;
  expect(entered).toBe(true);
});

test('who gives up waiting does not keep a place', async () => {
  const queue = createChannelQueue(1);
  const leave = await queue.enter();
  const controller = new AbortController();
  const waiting = queue.enter(controller.signal);
  controller.abort(new Error('enough'));
  await expect(waiting).rejects.toThrow('enough');
  leave();
  await expect(queue.enter()).resolves.toBeTypeOf('function');
});
