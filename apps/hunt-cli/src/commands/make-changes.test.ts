import { expect, test } from 'vitest';
import type { HuntEvent } from '../run/hunt-event.ts';
import type { Session } from '../run/session.ts';
import { makeChanges } from './make-changes.ts';

function record(): { session: Session; events: HuntEvent[]; stop: AbortController } {
  const events: HuntEvent[] = [];
  const stop = new AbortController();
  const parts: Partial<Session> = {
    reporter: { emit: (event) => events.push(event), close: () => undefined },
    configuration: { hunt: { name: 'demo' } } as Session['configuration'],
    environmentName: 'stage',
    now: () => new Date(0),
    signal: stop.signal,
  };
  return { session: parts as Session, events, stop };
}

test('the last event says how it ended, and how much it changed', async () => {
  const { session, events } = record();
  expect(await makeChanges(session, 'core', () => Promise.resolve(3))).toBe(0);
  expect(events).toEqual([
    { event: 'started', verb: 'core', environment: 'stage', hunt: 'demo' },
    { event: 'finished', verb: 'core', ok: true, changed: 3, elapsedMs: 0 },
  ]);
});

test('what it failed by comes before that', async () => {
  const { session, events } = record();
  const work = () => Promise.reject(Object.assign(new Error('no room'), { code: 'out-of-stock' }));
  expect(await makeChanges(session, 'core', work)).toBe(1);
  expect(events.slice(1)).toEqual([
    { event: 'error', code: 'out-of-stock', message: 'no room' },
    { event: 'finished', verb: 'core', ok: false, changed: 0, elapsedMs: 0 },
  ]);
});

test('of a run that was stopped it is told why, whatever it failed by then', async () => {
  const { session, events, stop } = record();
  stop.abort(Object.assign(new Error('stopped by SIGINT'), { code: 'interrupted' }));
  await makeChanges(session, 'core', () => Promise.reject(new Error('socket closed')));
  expect(events).toContainEqual({ event: 'error', code: 'interrupted', message: 'stopped by SIGINT' });
});
