import { expect, test } from 'vitest';

import { Activities } from './activities.ts';
import { ManualClock } from './manual-clock.ts';

const start = new Date('2026-11-24T10:00:00Z');

test('the manual clock wakes sleepers in order, those that follow included', async () => {
  const clock = new ManualClock(start);
  const signal = new AbortController().signal;
  const woken: string[] = [];
  const sleepTwice = async (name: string, durationMs: number): Promise<void> => {
    for (const turn of [1, 2]) {
      await clock.sleep(durationMs, signal);
      woken.push(`${name}${turn} at ${clock.now().getTime() - start.getTime()}`);
    }
  };
  const both = Promise.all([sleepTwice('slow', 300), sleepTwice('fast', 200)]);
  await clock.advance(350);
  expect(woken).toEqual(['fast1 at 200', 'slow1 at 300']);
  await clock.advance(250);
  expect(woken.slice(2)).toEqual(['fast2 at 400', 'slow2 at 600']);
  await both;
  expect(clock.now().getTime() - start.getTime()).toBe(600);
});

test('an activity ends the one before of the same key, silently', async () => {
  const clock = new ManualClock(start);
  const failures: string[] = [];
  const activities = new Activities((key) => failures.push(key));
  const done: string[] = [];
  const activity = (name: string) => async (signal: AbortSignal) => {
    await clock.sleep(100, signal);
    done.push(name);
  };
  activities.start('server', activity('first'));
  activities.start('server', activity('second'));
  activities.start('volume', activity('other'));
  await clock.advance(100);
  expect(done).toEqual(['second', 'other']);
  expect(failures).toEqual([]);
});

test('a failure is reported with its key', async () => {
  const failures: [string, unknown][] = [];
  const activities = new Activities((key, cause) => failures.push([key, cause]));
  activities.start('server', () => Promise.reject(new Error('no room')));
  await activities.stop();
  expect(failures).toEqual([]);
  const others = new Activities((key, cause) => failures.push([key, cause]));
  others.start('server', () => Promise.reject(new Error('no room')));
  await new ManualClock(start).advance(0);
  expect(failures).toEqual([['server', new Error('no room')]]);
});

test('after the stop nothing runs and nothing starts', async () => {
  const clock = new ManualClock(start);
  const activities = new Activities(() => expect.unreachable());
  const done: string[] = [];
  const activity = async (signal: AbortSignal): Promise<void> => {
    await clock.sleep(100, signal);
    done.push('late');
  };
  activities.start('server', activity);
  await activities.stop();
  activities.start('server', activity);
  await clock.advance(1_000);
  expect(done).toEqual([]);
});
