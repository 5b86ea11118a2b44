import { expect, test } from 'vitest';
import { readmeExample } from './readme-example.ts';

test('the first ts block is the example, whatever else is fenced around it', () => {
  expect(readmeExample('# x\n```sh\nnpm i\n```\n```ts\nconst a = 1;\n```\n```ts\nlater();\n```\n')).toBe(
    'const a = 1;\n',
  );
});

test('a README without an example is an error that says so', () => {
  expect(() => readmeExample('# x\n')).toThrow('no ```ts example');
});
