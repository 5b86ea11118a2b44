import { expect, test } from 'vitest';
import { parseCommandLine } from './parse-command-line.ts';

test('a command with its options is understood', () => {
  expect(parseCommandLine(['up', '--name=blue', '--json'])).toMatchObject({
    command: 'up',
    name: 'blue',
    json: true,
    help: false,
  });
  expect(parseCommandLine(['shell', 'master', '--run=id'])).toMatchObject({ machine: 'master', run: 'id' });
  expect(parseCommandLine(['up', '--parent-zone=example.org'])).toMatchObject({ parentZone: 'example.org' });
  expect(parseCommandLine(['down', '-h'])).toMatchObject({ command: 'down', help: true });
  expect(parseCommandLine([])).toMatchObject({ help: true });
});

test.each([
  [['fly'], /'fly' is no command of the stage; there are up, down, status, shell, browse/],
  [['up', 'blue'], /a stage's name is given with --name/],
  [['up', '--nmae=blue'], /--nmae/],
  [['down', '--parent-zone=example.org'], /given when a stage comes up, not to stage:down/],
  [['shell', 'one', 'two'], /enters one machine/],
])('%j is refused with what is right', (args, message) => {
  expect(() => parseCommandLine(args)).toThrow(message);
});
