import { expect, test } from 'vitest';
import { parseExecStatus } from './exec-channels.ts';

test.each([
  [{ status: 'Success' }, { exitCode: 0 }],
  [
    {
      status: 'Failure',
      reason: 'NonZeroExitCode',
      message: 'command terminated with exit code 3',
      details: { causes: [{ reason: 'ExitCode', message: '3' }] },
    },
    { exitCode: 3 },
  ],
  [
    { status: 'Failure', reason: 'InternalError', message: 'no such file: "/bin/sh"' },
    { failure: 'no such file: "/bin/sh"' },
  ],
  [null, { failure: 'the cluster does not say why' }],
])('%j is the end %j', (status, end) => {
  expect(parseExecStatus(JSON.stringify(status))).toEqual(end);
});

test('an end that is no JSON is cited', () => {
  expect(parseExecStatus('oops')).toEqual({ failure: 'the cluster ended it with "oops"' });
});
