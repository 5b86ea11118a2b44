import { relative } from 'node:path';
import { stripVTControlCharacters } from 'node:util';

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
  testResults: VitestFileReport[];
}

interface VitestFileReport {
  name: string;
  status: string;
  /** What kept the file from being run, or its hooks from ending well. */
  message?: string;
  assertionResults: { fullName: string; status: string; failureMessages?: string[] }[];
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

/**
 * One entry for each failed test, and for each file that failed beside its tests: where it is, what it is called, and the
 * first lines of what it said. Nx prints the whole output of one failed project among that of all others; who reads a
 * long run from its end wants this.
 */
export function listFailures(report: VitestReport, root: string, maxLines = 12): string[] {
  const tell = (where: string, said: string | undefined): string =>
    [
      where,
      ...stripVTControlCharacters(said ?? '')
        .trim()
        .split('\n')
        .slice(0, maxLines),
    ]
      .join('\n    ')
      .trimEnd();
  return report.testResults.flatMap(({ name, status, message, assertionResults }) => {
    const file = relative(root, name);
    const failed = assertionResults.filter((one) => one.status === 'failed');
    const tests = failed.map((one) => tell(`${file}: ${one.fullName}`, one.failureMessages?.[0]));
    // Vitest reports a failed hook at its file; the tests behind it are only skipped.
    return status === 'failed' && failed.length === 0 ? [...tests, tell(file, message)] : tests;
  });
}

/** Adds up counts, and formats them as the one line that closes a run. */
export function formatTotal(counts: TestCounts[]): string {
  const sum = (pick: (c: TestCounts) => number) => counts.reduce((total, c) => total + pick(c), 0);
  return `${sum((c) => c.passed)} passed, ${sum((c) => c.failed)} failed, ${sum((c) => c.skipped)} skipped`;
}
