/** Hostile files are refused within a small heap and little time (A29), each in a process of its own. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';

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
