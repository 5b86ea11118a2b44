import { dockerPipeline, parseDroneFile } from '@wescale/drone-pipelines';
import { expect, test } from 'vitest';
import { buildText } from './build-text.ts';

const pipeline = {
  kind: 'pipeline',
  type: 'docker',
  name: 'test',
  steps: [{ name: 'unit', image: 'node:24' }],
};
const build = (resources: unknown[], trusted = false) => buildText('p.json', resources, { trusted });

test('what was built by hand and what was built by the library give the same text', () => {
  const built = dockerPipeline({ name: 'test', steps: [{ name: 'unit', image: 'node:24' }] });
  expect(build([pipeline])).toBe(build([built]));
  expect(parseDroneFile(build([pipeline])).resources).toEqual([pipeline]);
});

test('what only trusted repositories may have is refused, unless this is one', () => {
  const privileged = { ...pipeline, steps: [{ name: 'unit', image: 'node:24', privileged: true }] };
  expect(() => build([privileged])).toThrow('p.json: [0].steps[0].privileged: ');
  expect(build([privileged], true)).toContain('privileged: true');
});

test('mistakes across pipelines are found, and all come at once', () => {
  const lost = { ...pipeline, depends_on: ['nobody'], colour: 'red' };
  expect(() => build([pipeline, lost])).toThrow(
    /\[1\]\.name: [^]*\[1\]\.depends_on\[0\]: [^]*\[1\]\.colour: /,
  );
});

test('advice is left to lint', () => {
  expect(build([pipeline])).toContain('node:24');
});

test.each<[string, unknown[], string]>([
  ['no resource', [], 'p.json: describes no pipeline'],
  ['a text', ['kind: pipeline'], 'p.json: [0]: is no resource'],
  ['a list in a list', [[pipeline]], 'p.json: [0]: is no resource'],
  ['an unknown kind', [{ ...pipeline, kind: 'pipelines' }], 'the kind "pipelines" is unknown'],
  ['steps that are none', [{ ...pipeline, steps: 'npm test' }], 'p.json: '],
  [
    'a value that YAML cannot say',
    [{ ...pipeline, name: () => 'x' }],
    'p.json: Cannot write name: a function',
  ],
])('%s is refused in one clear error', (_what, resources, message) => {
  expect(() => build(resources)).toThrow(expect.objectContaining({ code: 'source-refused' }));
  expect(() => build(resources)).toThrow(message);
});
