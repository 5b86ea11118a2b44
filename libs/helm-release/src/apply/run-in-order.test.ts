import { expect, test } from 'vitest';
import { runInOrder, type OrderedTask } from './run-in-order.ts';

/** Tasks whose end the test decides. */
function recorder() {
  const log: string[] = [];
  const ends = new Map<string, { end: () => void; fail: (error: Error) => void }>();
  const task = (id: string, ...after: string[]): OrderedTask => ({
    id,
    after,
    run: () => {
      log.push(`begin ${id}`);
      return new Promise<void>((resolve, reject) => ends.set(id, { end: resolve, fail: reject })).finally(
        () => log.push(`end ${id}`),
      );
    },
  });
  return { log, ends, task };
}

const begun = (log: string[], id: string): Promise<void> => expect.poll(() => log).toContain(`begin ${id}`);

test('what is independent runs at once, the rest when what it waits for has ended', async () => {
  const { log, ends, task } = recorder();
  const running = runInOrder([task('c', 'a', 'b'), task('a'), task('b')], 4);
  expect(log).toEqual(['begin a', 'begin b']);
  ends.get('a')?.end();
  ends.get('b')?.end();
  await begun(log, 'c');
  expect(log).toEqual(['begin a', 'begin b', 'end a', 'end b', 'begin c']);
  ends.get('c')?.end();
  await running;
});

test('no more than the limit run at once', async () => {
  const { log, ends, task } = recorder();
  const running = runInOrder([task('a'), task('b'), task('c')], 2);
  expect(log).toEqual(['begin a', 'begin b']);
  ends.get('b')?.end();
  await begun(log, 'c');
  ends.get('a')?.end();
  ends.get('c')?.end();
  await running;
});

test('after a failure nothing is begun, what runs comes to its end, and the first failure is thrown', async () => {
  const { log, ends, task } = recorder();
  const running = runInOrder([task('a'), task('b'), task('c', 'b'), task('d', 'a')], 4);
  const ended = expect(running).rejects.toThrow('first');
  ends.get('a')?.fail(new Error('first'));
  await expect.poll(() => log).toContain('end a');
  ends.get('b')?.fail(new Error('second'));
  await ended;
  expect(log).toEqual(['begin a', 'begin b', 'end a', 'end b']);
});
