import type { RecordedRuns } from './record-runs.ts';
import type { WorldResult } from './run-world.ts';
import type { SweptVerb } from './swept-verb.ts';
import { formatWorld, kindOf, worldKinds } from './worlds.ts';

/** What a section of the report is about. */
export interface SweepRun {
  date: Date;
  seed: number;
  verb: Pick<SweptVerb, 'name' | 'steps'>;
  recorded: Pick<RecordedRuns, 'calls'>;
  results: WorldResult[];
}

const columns = ['disturbance', 'worlds', 'strikes', 'runs', 'clear errors', 'failed', 'doubled', 'leaked'];

/** One section of docs/reference/reliability.md, formatted as Prettier does. */
export function formatReport({ date, seed, verb, recorded, results }: SweepRun): string {
  const minutes = results.reduce((sum, { elapsedMs }) => sum + elapsedMs, 0) / 60_000;
  return [
    `## ${date.toISOString().slice(0, 16).replace('T', ' ')}, seed ${seed}`,
    `${results.length} worlds in ${minutes.toFixed(0)} minutes; ${verb.name} is ${verb.steps.join(', ')}, and makes ${recorded.calls.run} calls of the API when nothing disturbs it, its removal ${recorded.calls.removal}.`,
    formatTable([columns, ...countRows(results)]),
    ...listErrors(results),
    ...results.filter(({ problems }) => problems.length > 0).flatMap(formatFailure),
  ]
    .map((paragraph) => `${paragraph}\n`)
    .join('\n');
}

function countRows(results: WorldResult[]): string[][] {
  const groups = [...worldKinds].map(([kind, name]) => ({
    name,
    members: results.filter(({ world }) => kindOf(world) === kind),
  }));
  return [...groups, { name: 'all', members: results }]
    .filter(({ members }) => members.length > 0)
    .map(({ name, members }) => {
      const sum = (of: (one: WorldResult) => number | boolean) =>
        String(members.reduce((total, one) => total + Number(of(one)), 0));
      return [
        name,
        String(members.length),
        sum(({ strikes }) => strikes.struck.length),
        sum(({ strikes }) => strikes.runs),
        sum(({ strikes }) => strikes.errors.length),
        sum(({ problems }) => problems.length > 0),
        sum(({ isDoubled }) => isDoubled),
        sum(({ isLeaked }) => isLeaked),
      ];
    });
}

/** Which errors runs ended in, how often, and one of each. */
function listErrors(results: WorldResult[]): string[] {
  const errors = results.flatMap(({ strikes }) => strikes.errors);
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

function formatFailure({ world, problems }: WorldResult): string[] {
  return [
    `### World ${world.number}: ${formatWorld(world)}`,
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
