import { expect, test } from 'vitest';
import { formatProblem, lintText } from './lint-text.ts';

test('a text that cannot be read has one problem, where reading stopped', () => {
  expect(lintText('kind: pipeline\n\tname: x\n', {})).toMatchObject([
    { code: 'invalid-yaml', severity: 'error', line: 2, source: 'reader' },
  ]);
});

test("a problem is shown with its place, Drone's own words, the reason and the remedy", () => {
  const [problem] = lintText('kind: pipeline\nname: x\nsteps:\n- name: a\n  image: b\n  privileged: true\n', {
    disable: ['unpinned-image'],
  });
  const text = formatProblem('.drone.yml', problem!);
  expect(text).toMatch(
    /^\.drone\.yml:6:3: error [a-z-]+: .*\n {4}Drone says: linter: untrusted repositories cannot enable privileged mode\n {4}why: .*\n {4}do: {2}.*\n$/,
  );
});
