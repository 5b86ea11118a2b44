/**
 * Runs one kind of tests of one project and leaves Vitest's own report in `.test-results/`, where
 * `test-everything.ts` adds the reports up. Nx restores the report of a cached run, so cached tests count too.
 *
 * Usage: node run-vitest.ts <unit|integration> <project name> <project folder> [vitest arguments]
 */
import { spawn } from 'node:child_process';

const [kind, project, folder, ...rest] = process.argv.slice(2);
if (!kind || !project || !folder)
  throw new Error('usage: run-vitest.ts <kind> <project> <folder> [arguments]');
const report = `.test-results/${project}-${kind}.json`;

const vitest = spawn(
  process.execPath,
  [
    'node_modules/vitest/vitest.mjs',
    'run',
    '--project',
    kind,
    `${folder}/`,
    '--passWithNoTests',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
    ...rest,
  ],
  { stdio: 'inherit' },
);
vitest.once('exit', (code, signal) => process.exit(code ?? (signal ? 1 : 0)));
