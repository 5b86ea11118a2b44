import { expect, test } from 'vitest';
import { judgeRancherToken } from './rancher-token.ts';

const now = new Date('2026-11-25T12:00:00Z');
const path = '.hunt/stage/rancher-token';
const judge = (leftDays: number) =>
  judgeRancherToken({ expiresAt: new Date(now.getTime() + leftDays * 86_400_000) }, path, now);

test('a token is well until two weeks before its end', () => {
  expect(judge(89)).toMatchObject({ ok: true, message: 'good for 89 days, until 2027-02-22T12:00:00.000Z' });
  expect(judge(15)).toMatchObject({ ok: true });
  expect(judgeRancherToken({ expiresAt: undefined }, path, now)).toMatchObject({ ok: true });
});

test.each([
  [14, /^good for 14 days, until 2026-12-09/],
  [0.5, /^good for 12 hours/],
])('%s days before its end it is told, with what to do', (leftDays, says) => {
  expect(judge(leftDays)).toEqual({
    check: 'rancher-token',
    ok: false,
    message: expect.stringMatching(says) as unknown,
    remedy: 'remove .hunt/stage/rancher-token, then run hunt core, which makes another one',
  });
});

test('one that Rancher does not list is told', () => {
  expect(judgeRancherToken(undefined, path, now)).toMatchObject({ ok: false });
});
