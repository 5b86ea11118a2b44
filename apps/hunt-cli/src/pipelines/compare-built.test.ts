import { formatDroneFile, dockerPipeline, signDroneFile } from '@wescale/drone-pipelines';
import { expect, test } from 'vitest';
import { compareBuilt } from './compare-built.ts';

const one = dockerPipeline({
  name: 'one',
  steps: [{ name: 'test', image: 'node:24', commands: ['npm test'] }],
});
const two = dockerPipeline({
  name: 'two',
  steps: [{ name: 'test', image: 'node:24', commands: ['npm test'] }],
});
const built = formatDroneFile([one, two]);
const signed = signDroneFile(built, 'k'.repeat(32));

test.each([
  ['as it was built', built],
  ['signed', signed],
  ['signed with a value that is wrong', signed.replace(/hmac: .{10}/, 'hmac: 0123456789')],
])('a file that is %s does not depart', (_what, text) => {
  expect(compareBuilt(text, built)).toBeUndefined();
});

test.each([
  [
    'another command',
    built.replace('npm test', 'npm start'),
    'line 9 is "  - npm start", where the builder makes "  - npm test"',
  ],
  ['a line more', `${built}\n`, 'line 21 is "", where the builder makes nothing'],
  [
    'a line less',
    built.slice(0, built.lastIndexOf('  - npm')),
    'line 19 is "", where the builder makes "  - npm test"',
  ],
  ['a comment', `# mine\n${built}`, 'line 1 is "# mine"'],
  [
    'text after a separator',
    signed.replace('\n---\n', '\n--- # more\n'),
    'is "--- # more", where the builder makes "---"',
  ],
  [
    'text after the signature',
    `${signed}kind: pipeline\n`,
    'is "kind: pipeline", where the builder makes ""',
  ],
  [
    'the signature first',
    `---\nkind: signature\nhmac: ${'0'.repeat(64)}\n${signed.slice(0, signed.lastIndexOf('---'))}`,
    'line 2',
  ],
])('a file with %s departs, and where is said', (_what, text, where) => {
  expect(compareBuilt(text, built)).toContain(where);
});
