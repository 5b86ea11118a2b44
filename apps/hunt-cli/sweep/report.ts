import { faultNames, formatCase } from './cases.ts';
import type { CaseResult } from './run-case.ts';

/** What a section of the report is about. */
export interface SweepRun {
  date: Date;
  seed: number;
  /** Of all cases of the sweep, also those that this run left out. */
  total: number;
  sites: number;
  results: CaseResult[];
}

const outcomes: CaseResult['outcome'][] = ['converged', 'clear error', 'taken up', 'failed'];
const columns = ['disturbance', 'cases', ...outcomes, 'doubled', 'leaked'];

/** One section of docs/reference/reliability.md, formatted as Prettier does. */
export function formatReport({ date, seed, total, sites, results }: SweepRun): string {
  const numbers = results.map(({ case: { number } }) => number);
  const minutes = results.reduce((sum, { elapsedMs }) => sum + elapsedMs, 0) / 60_000;
  const failed = results.filter(({ outcome }) => outcome === 'failed');
  return [
    `## ${date.toISOString().slice(0, 10)}, seed ${seed}, cases ${Math.min(...numbers)} to ${Math.max(...numbers)} of ${total}`,
    `${results.length} cases in ${minutes.toFixed(0)} minutes; a first run has ${sites} call sites.`,
    formatTable([columns, ...countRows(results)]),
    ...listErrors(results),
    ...failed.flatMap(formatFailure),
  ]
    .map((paragraph) => `${paragraph}\n`)
    .join('\n');
}

function countRows(results: CaseResult[]): string[][] {
  const groups = ['kill -9', ...Object.values(faultNames)].map((name) => ({
    name,
    members: results.filter((one) => groupOf(one) === name),
  }));
  return [...groups, { name: 'all', members: results }]
    .filter(({ members }) => members.length > 0)
    .map(({ name, members }) => {
      const count = (fits: (one: CaseResult) => boolean) => String(members.filter(fits).length);
      return [
        name,
        String(members.length),
        ...outcomes.map((wanted) => count(({ outcome }) => outcome === wanted)),
        count(({ isDoubled }) => isDoubled),
        count(({ isLeaked }) => isLeaked),
      ];
    });
}

/** Which errors first runs ended in, how often, and one of each. */
function listErrors(results: CaseResult[]): string[] {
  const errors = results.flatMap(({ outcome, lastEvent }) => (outcome === 'clear error' ? [lastEvent] : []));
  const codes = new Set(errors.map(codeOf));
  const lines = [...codes].map((code) => {
    const same = errors.filter((error) => codeOf(error) === code);
    const example = (same[0] ?? '').slice(code.length + 2).replaceAll(/\s+/g, ' ');
    return `- ${same.length} × \`${code}\`, for example: ${example}`;
  });
  return lines.length === 0 ? [] : ['The clear errors:', lines.join('\n')];
}

function codeOf(error: string): string {
  return error.split(': ', 1)[0] ?? error;
}

function groupOf({ case: one }: CaseResult): string {
  return one.kind === 'kill' ? 'kill -9' : faultNames[one.fault];
}

function formatFailure({ case: one, lastEvent, problems }: CaseResult): string[] {
  return [
    `### Case ${one.number}: ${formatCase(one)}`,
    `What the first run did or said last: ${lastEvent}`,
    ...problems.map((problem) => `\`\`\`text\n${problem}\n\`\`\``),
  ];
}

function formatTable([head = [], ...rows]: string[][]): string {
  const widths = head.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => (row[column] ?? '').length)),
  );
  const line = (cells: string[]) =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n');
}
