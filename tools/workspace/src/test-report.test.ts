import { expect, test } from 'vitest';
import { countTests, formatTotal, listFailures } from './test-report.ts';

const report = { numPassedTests: 3, numFailedTests: 1, numPendingTests: 1, numTodoTests: 1, testResults: [] };

test('passed, failed and skipped tests are counted, todo among the skipped', () => {
  expect(countTests(report)).toEqual({ passed: 3, failed: 1, skipped: 2 });
});

test('a file that failed before its first test counts as a failure', () => {
  const broken = { ...report, testResults: [{ name: 'a.test.ts', status: 'failed', assertionResults: [] }] };
  expect(countTests(broken).failed).toBe(2);
});

test('the total is one line over all suites', () => {
  expect(formatTotal([countTests(report), countTests(report)])).toBe('6 passed, 2 failed, 4 skipped');
});

test('failures are told with file, title and the first lines of what was said', () => {
  const name = '/repository/libs/one/src/one.test.ts';
  const failed = {
    fullName: 'one is two',
    status: 'failed',
    failureMessages: ['expected 1\nto be 2\n  at one'],
  };
  const passed = { fullName: 'one is one', status: 'passed' };
  const files = [
    { name, status: 'failed', assertionResults: [passed, failed] },
    {
      name: '/repository/libs/two.test.ts',
      status: 'failed',
      message: 'hook timed out',
      assertionResults: [passed],
    },
    { name, status: 'passed', assertionResults: [passed] },
  ];
  expect(listFailures({ ...report, testResults: files }, '/repository', 2)).toEqual([
    'libs/one/src/one.test.ts: one is two\n    expected 1\n    to be 2',
    'libs/two.test.ts\n    hook timed out',
  ]);
});
