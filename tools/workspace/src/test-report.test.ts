import { expect, test } from 'vitest';
import { countTests, formatTotal } from './test-report.ts';

const report = { numPassedTests: 3, numFailedTests: 1, numPendingTests: 1, numTodoTests: 1, testResults: [] };

test('passed, failed and skipped tests are counted, todo among the skipped', () => {
  expect(countTests(report)).toEqual({ passed: 3, failed: 1, skipped: 2 });
});

test('a file that failed before its first test counts as a failure', () => {
  const broken = { ...report, testResults: [{ status: 'failed', assertionResults: [] }] };
  expect(countTests(broken).failed).toBe(2);
});

test('the total is one line over all suites', () => {
  expect(formatTotal([countTests(report), countTests(report)])).toBe('6 passed, 2 failed, 4 skipped');
});
