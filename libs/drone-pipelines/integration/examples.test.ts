/** Every `@example` in the source runs as it stands, with what the package exports in reach. */
import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import * as library from '../src/index.ts';

const source = join(import.meta.dirname, '../src');

async function findExamples(): Promise<{ where: string; code: string }[]> {
  const files = (await readdir(source, { recursive: true })).filter(
    (file) => file.endsWith('.ts') && !file.endsWith('.test.ts'),
  );
  const examples = [];
  for (const file of files.sort()) {
    const text = await readFile(join(source, file), 'utf8');
    for (const [block] of text.matchAll(/\/\*\*(?:[^*]|\*(?!\/))*\*\//g)) {
      const [, code] = /@example\n([\s\S]*?)(?=\n\s*\* @|\n?\s*\*\/$)/.exec(block) ?? [];
      if (code !== undefined) examples.push({ where: file, code: code.replaceAll(/^\s*\* ?/gm, '') });
    }
  }
  return examples;
}

test('examples run', async () => {
  const examples = await findExamples();
  expect(examples.length).toBeGreaterThan(20);
  const program = [
    `import { ${Object.keys(library).join(', ')} } from ${JSON.stringify(join(source, 'index.ts'))};`,
    ...examples.map(
      ({ where, code }) =>
        `await (async () => {\n${code}\n})().catch((error) => { console.log(${JSON.stringify(where)}, String(error)); });`,
    ),
  ].join('\n');
  const { stdout } = await promisify(execFile)(process.execPath, [
    '--input-type=module-typescript',
    '--eval',
    program,
  ]);
  expect(stdout).toBe('');
});

test('public functions have one', async () => {
  const where = (await findExamples()).map(({ code }) => code).join('\n');
  const missing = Object.entries(library).filter(
    ([name, value]) => typeof value === 'function' && !where.includes(name) && !name.endsWith('Error'),
  );
  expect(missing.map(([name]) => name)).toEqual([]);
});
