import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const read = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8');

/** Codes of classes, of the union and of the README's table must be the same. */
test('every error code has one class and one line in the README', () => {
  const classes = [
    ...`${read('call-errors.ts')}${read('run-errors.ts')}`.matchAll(
      /export class (\w+) extends \w+ \{\s+readonly code = '([\w-]+)'/g,
    ),
  ].map(([, name, code]) => `${code} ${name}`);
  const union = [...read('scw-infra-error.ts').matchAll(/^ {2}\| '([\w-]+)'/gm)].map(([, code]) => code);
  const table = [...read('../../README.md').matchAll(/^\| `([\w-]+)`\s+\| `(\w+)`/gm)].map(
    ([, code, name]) => `${code} ${name}`,
  );
  expect(classes.toSorted()).toEqual(table);
  expect(union).toEqual(table.map((line) => line.split(' ')[0]));
});
