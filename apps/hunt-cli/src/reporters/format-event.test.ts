import { expect, test } from 'vitest';
import { formatElapsed, formatEvent } from './format-event.ts';

test('a plan names each change with its reason, and shows diffs under it', () => {
  const text = formatEvent({
    event: 'plan',
    step: 'system',
    changes: [
      {
        action: 'update',
        resource: 'file:/etc/motd',
        summary: 'update file /etc/motd',
        reason: 'content differs',
        diff: '-old\n+new\n',
      },
    ],
  });
  expect(text).toBe('system: 1 change\n  ~ update file /etc/motd (content differs)\n      -old\n      +new');
});

test('a change that is blocked says by what', () => {
  const text = formatEvent({
    event: 'plan',
    step: 'instance',
    changes: [
      { action: 'replace', resource: 'i', summary: 'replace i', reason: 'image', blockedBy: 'loses data' },
    ],
  });
  expect(text).toContain('-/+ replace i (image)\n      blocked: loses data');
});

test('a step that cannot be read yet says what it waits for', () => {
  expect(formatEvent({ event: 'plan', step: 'system', changes: [], unknownUntil: 'instance' })).toBe(
    'system: planned once instance is there',
  );
});

test('the last line tells an unchanged world from a changed one and from a failure', () => {
  const finished = { event: 'finished', verb: 'core', ok: true, changed: 0, elapsedMs: 900 } as const;
  expect(formatEvent(finished)).toBe('core: nothing changed (0.9 s)');
  expect(formatEvent({ ...finished, changed: 2 })).toBe('core: 2 changes (0.9 s)');
  expect(formatEvent({ ...finished, ok: false })).toBe('core: failed after 0.9 s');
});

test.each([
  [400, '0.4 s'],
  [12_300, '12 s'],
  [185_000, '3 min 5 s'],
])('%i ms is shown as %s', (ms, text) => {
  expect(formatElapsed(ms)).toBe(text);
});
