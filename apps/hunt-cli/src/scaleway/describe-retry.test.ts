import { UnexpectedAnswer, type RetryEvent } from '@wescale/scw-infra';
import { expect, test } from 'vitest';
import { describeRetry } from './hunt-infra.ts';

const call = { doing: 'read instance', method: 'GET', path: '/servers' };
const retry = (status?: number): RetryEvent => ({
  ...{ doing: call.doing, reason: 'server error', attempt: 1, delayMs: 420 },
  error: new UnexpectedAnswer({ ...call, ...(status === undefined ? {} : { status }) }, 'why'),
});

test('a call that is repeated is told with what it met', () => {
  expect(describeRetry(retry(500))).toBe('retrying to read instance after 500 (server error), in 0.4 s');
  expect(describeRetry(retry())).toBe('retrying to read instance after no answer, in 0.4 s');
});
