/** Hostile files are refused within a small heap and little time (A29), each in a process of its own. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { signDroneFile } from '../src/index.ts';

const HEAD = 'kind: pipeline\nname: a\n';
const STEPS = `${HEAD}steps:\n${'- name: s\n  image: x\n'.repeat(100_000)}`;
const bomb = (levels: number): string =>
  Array.from(
    { length: levels },
    (_, i) => `x-${i}: &a${i} [${i === 0 ? 'a, a' : `*a${i - 1}, *a${i - 1}`}]\n`,
  ).join('');

test.each([
  ['100,000 steps', STEPS, {}, 'limit-exceeded'],
  ['100,000 steps where the size is allowed', STEPS, { maxBytes: 10_000_000 }, 'limit-exceeded'],
  [
    'a bomb of sixty levels',
    `${bomb(60)}${HEAD}steps: [{ name: s, settings: { a: *a59 } }]\n`,
    {},
    'limit-exceeded',
  ],
  [
    'a bomb of merges',
    `${HEAD}x-a: &a { <<: [${'*a, '.repeat(1000)}*a] }\nsteps: [{ <<: *a }]\n`,
    {},
    'unsupported-yaml',
  ],
  ['lists in lists over many lines', `${HEAD}steps: ${'[\n'.repeat(300_000)}`, {}, 'limit-exceeded'],
  ['lists in lists on one line', `${HEAD}steps:\n${'- '.repeat(30_000)}a\n`, {}, 'limit-exceeded'],
  [
    'an ignored list of 200,000 entries',
    `${HEAD}x-a:\n${'- a\n'.repeat(200_000)}steps: []\n`,
    {},
    'limit-exceeded',
  ],
  [
    'a thousand lines of 64 KiB',
    `${HEAD}x-a:\n${`- ${'a'.repeat(65_000)}\n`.repeat(1000)}`,
    {},
    'limit-exceeded',
  ],
  ['a line of a megabyte', `${HEAD}# ${'a'.repeat(1_000_000)}\n`, {}, 'unreadable-text'],
])('%s give one error', (_what, text, limits, code) => {
  const program = `
    import { parseDroneFile } from ${JSON.stringify(join(import.meta.dirname, '../src/index.ts'))};
    let text = '';
    for await (const chunk of process.stdin) text += chunk;
    try { parseDroneFile(text, ${JSON.stringify(limits)}); } catch (error) { console.log(error.code); }`;
  const { stdout, stderr, signal } = spawnSync(
    process.execPath,
    ['--max-old-space-size=384', '--input-type=module', '--eval', program],
    { input: text, encoding: 'utf8', timeout: 60_000 },
  );
  expect({ code: stdout.trim(), signal, stderr }).toEqual({ code, signal: null, stderr: '' });
});

const CASES: [what: string, text: string][] = [
  ['ninety thousand keys given twice', `${HEAD}environment:\n${'  a: x\n'.repeat(90_000)}`],
  ['forty thousand unknown keys', HEAD + Array.from({ length: 40_000 }, (_, i) => `k${i}: x\n`).join('')],
  ['lines of dollars', `${HEAD}steps:\n- commands:\n${`  - '${'$'.repeat(60_000)}'\n`.repeat(16)}`],
  ['a line of comparisons', `${HEAD}steps:\n- commands:\n  - '${'= '.repeat(30_000)}'\n`],
  ['a class that opens again and again', `${HEAD}trigger:\n  branch: '${'[a'.repeat(15_000)}]'\n`],
  [
    'alternatives of stars',
    `${HEAD}trigger:\n  event: cron\n  branch:\n${`  - '${'{*,?}'.repeat(12)}'\n`.repeat(100)}`,
  ],
  [
    'ten thousand steps in a row that do not run',
    `${HEAD}steps:\n${Array.from({ length: 10_000 }, (_, i) => `- name: s${i}\n  image: x\n  when:\n    event: tag\n`).join('')}`,
  ],
  [
    'six thousand secrets, each behind the one before',
    `${HEAD}steps:\n${Array.from({ length: 6_000 }, (_, i) => `- name: s${i}\n  commands: [a]\n- name: t${i}\n  environment:\n    A:\n      from_secret: a\n`).join('')}`,
  ],
];

test.each(CASES)('%s are linted and evaluated to the end', (_what, text) => {
  const program = `
    import { evaluate, lintFile, parseDroneFile } from ${JSON.stringify(join(import.meta.dirname, '../src/index.ts'))};
    let text = '';
    for await (const chunk of process.stdin) text += chunk;
    const file = parseDroneFile(text);
    const { pipelines } = evaluate(file.resources, { event: 'push' });
    // One text, since console.log colours anything else where colours are asked for, as Nx does.
    console.log(\`\${lintFile(file).length > 0} \${pipelines.length}\`);`;
  const { stdout, stderr, signal } = spawnSync(
    process.execPath,
    ['--max-old-space-size=384', '--input-type=module', '--eval', program],
    { input: text, encoding: 'utf8', timeout: 60_000 },
  );
  expect({ said: stdout.trim(), signal, stderr }).toEqual({ said: 'true 1', signal: null, stderr: '' });
});

test('text that only costs is not signed either', () => {
  expect(() => signDroneFile(`kind: x\na: ${'['.repeat(60_000)}\n`, 'k'.repeat(32))).toThrow(
    expect.objectContaining({ code: 'limit-exceeded' }),
  );
});
