/** `docs/reference/drone-lint-rules.md` is written from the rules themselves; `UPDATE_DOCS=1` writes it anew. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { lintFile, lintRules, parseDroneFile, type Rule } from '../src/index.ts';

const page = join(import.meta.dirname, '../../../docs/reference/drone-lint-rules.md');

/** What Drone says, with the values of the example left in. */
function droneWords({ code, example }: Rule): string {
  const found = lintFile(parseDroneFile(example.bad), example.options).find(
    (problem) => problem.code === code,
  );
  return found?.droneMessage === undefined ? '' : `\`${found.droneMessage}\``;
}

function format(): string {
  const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('*', '\\*');
  const lines = lintRules.map((rule) => {
    const { code, source, severity, reason, remedy } = rule;
    return `| \`${code}\` | ${source} | ${severity} | ${[reason, remedy].map(cell).join(' | ')} | ${droneWords(rule)} |`;
  });
  return `# Rules on Drone pipelines

<!-- Written by libs/drone-pipelines/integration/lint-reference.test.ts; UPDATE_DOCS=1 writes it anew. Do not edit. -->

Every rule of \`lintFile\`. _Whose_ is the part of Drone that has the rule, or \`ours\`. The last column is what Drone itself
says for the rule’s bad example. What the reader reports besides (unknown and repeated keys, nulls, conditions that cannot be
read) is in the README of the library.

<!-- prettier-ignore-start -->
| Rule | Whose | Severity | Reason | Remedy | Drone says |
| --- | --- | --- | --- | --- | --- |
${lines.join('\n')}
<!-- prettier-ignore-end -->
`;
}

test('the reference lists every rule as it is', async () => {
  if (process.env['UPDATE_DOCS']) await writeFile(page, format());
  expect(await readFile(page, 'utf8').catch(() => '(missing: run with UPDATE_DOCS=1)')).toBe(format());
});
