import { globSync, readFileSync } from 'node:fs';

import { expect, test } from 'vitest';

const folder = new URL('.', import.meta.url).pathname;

/** What the code marks as observed by nobody: the rest of each line after the marker. */
function marked(): string[] {
  return globSync('**/*.ts', { cwd: folder, exclude: ['**/*.test.ts'] }).flatMap((file) =>
    [...readFileSync(`${folder}${file}`, 'utf8').matchAll(/^\s*\/\/ Assumption: (.+)$/gm)].map(
      ([, sentence = '']) => sentence,
    ),
  );
}

/** What the README lists under its heading. */
function listed(): string[] {
  const readme = readFileSync(`${folder}../README.md`, 'utf8');
  const section = readme.split('\n## Assumptions\n')[1]?.split('\n## ')[0] ?? '';
  return [...section.matchAll(/^- (.+)$/gm)].map(([, sentence = '']) => sentence);
}

test('the README lists exactly the assumptions that the code marks', () => {
  expect(marked().length).toBeGreaterThan(25);
  expect(listed().toSorted()).toEqual(marked().toSorted());
});
