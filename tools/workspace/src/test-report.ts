/** What one Vitest JSON report counts. */
export interface TestCounts {
  passed: number;
  failed: number;
  skipped: number;
}

/** The part of Vitest's JSON report that is read here. */
export interface VitestReport {
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
  numTodoTests: number;
  testResults: { status: string; assertionResults: unknown[] }[];
}

/**
 * Counts the tests of one report. A file that could not even be loaded has no tests of its own and counts as one
 * failure, otherwise a syntax error would make the total look better.
 */
export function countTests(report: VitestReport): TestCounts {
  const brokenFiles = report.testResults.filter(
    (file) => file.status === 'failed' && file.assertionResults.length === 0,
  ).length;
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + brokenFiles,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

/** Adds up counts, and formats them as the one line that closes a run. */
export function formatTotal(counts: TestCounts[]): string {
  const sum = (pick: (c: TestCounts) => number) => counts.reduce((total, c) => total + pick(c), 0);
  return `${sum((c) => c.passed)} passed, ${sum((c) => c.failed)} failed, ${sum((c) => c.skipped)} skipped`;
}
