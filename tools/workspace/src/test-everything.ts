/**
 * `npm test`: format, lint, types and every test of every project, then one line over all suites.
 * A task that fails without a failing test (a lint error, a type error) counts as one failure.
 */
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { countTests, formatTotal, listFailures, type TestCounts, type VitestReport } from './test-report.ts';

const results = '.test-results';
rmSync(results, { recursive: true, force: true });

const steps: [title: string, command: string, ...args: string[]][] = [
  ['format', 'prettier', '--check', '--log-level=warn', '.'],
  ['unused code', 'knip'],
  // Integration tests start machines of their own: two projects at a time would time each other out on two cores.
  ['lint, types, unit tests', 'nx', 'run-many', '-t', 'lint', 'typecheck', 'unit', '--parallel=2'],
  ['integration tests', 'nx', 'run-many', '-t', 'integration', '--parallel=1'],
];
const failedSteps = steps.filter(([title, command, ...args]) => {
  process.stdout.write(`\n== ${title}\n`);
  return spawnSync(command, args, { stdio: 'inherit' }).status !== 0;
});

const reports = readdirSync(results, { withFileTypes: true })
  .filter((entry) => entry.name.endsWith('.json'))
  .map((entry) => JSON.parse(readFileSync(`${results}/${entry.name}`, 'utf8')) as VitestReport);
const counts: TestCounts[] = reports.map(countTests);
for (const failure of reports.flatMap((report) => listFailures(report, process.cwd())))
  process.stdout.write(`\nfailed: ${failure}\n`);
const failedTests = counts.reduce((total, c) => total + c.failed, 0);
if (failedSteps.length > 0) {
  process.stdout.write(`\nfailed: ${failedSteps.map(([title]) => title).join('; ')}\n`);
  if (failedTests === 0) counts.push({ passed: 0, failed: failedSteps.length, skipped: 0 });
}
process.stdout.write(`${formatTotal(counts)}\n`);
process.exitCode = failedSteps.length > 0 || failedTests > 0 ? 1 : 0;
