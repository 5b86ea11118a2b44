import { expect, test } from 'vitest';
import { parsePath } from './parse-path.ts';

test.each<[string, (string | number)[]]>([
  ['', []],
  ['name', ['name']],
  ['steps[0].image', ['steps', 0, 'image']],
  ['steps[12].environment["a.b [c]"].from_secret', ['steps', 12, 'environment', 'a.b [c]', 'from_secret']],
  ['data["say \\"hi\\""]', ['data', 'say "hi"']],
])('%j is taken apart', (text, parts) => {
  expect(parsePath(text)).toEqual(parts);
});
