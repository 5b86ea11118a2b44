import { expect, test } from 'vitest';
import { judgeHostHealth, parseHostHealth } from './host-health.ts';

const healthy = 'state=running\nfailed=\ndisk=41\nmemory=73\nreboot=no\n';

const failing = (text: string) =>
  judgeHostHealth(parseHostHealth(text))
    .filter((finding) => !finding.ok)
    .map((finding) => finding.check);

test('a healthy host has nothing to say', () => {
  expect(failing(healthy)).toEqual([]);
});

test('failed units are named, with the command that shows why', () => {
  const [units] = judgeHostHealth(parseHostHealth(healthy.replace('failed=', 'failed=a.service b.timer ')));
  expect(units).toMatchObject({ ok: false, message: 'failed: a.service, b.timer' });
  expect(units?.remedy).toContain('systemctl status a.service b.timer');
});

test.each([
  ['a full disk', 'disk=41', 'disk=95', 'disk'],
  ['little memory', 'memory=73', 'memory=2', 'memory'],
  ['an update that waits for a reboot', 'reboot=no', 'reboot=yes', 'updates'],
])('%s is found', (_, before, after, check) => {
  expect(failing(healthy.replace(before, after))).toEqual([check]);
});

test('an answer that says nothing is never healthy', () => {
  expect(failing('')).toEqual(['disk', 'memory']);
});
