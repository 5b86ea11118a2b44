import fc from 'fast-check';
import { expect, test } from 'vitest';
import { arbitraryResource } from '../../integration/support/arbitrary-resources.ts';
import { dockerPipeline, kubernetesPipeline } from '../build/pipelines.ts';
import type { Resource } from '../build/resource.ts';
import { parseDroneFile } from '../reader/parse-file.ts';
import { formatDroneFile } from './format-file.ts';

test('reading what was written gives the same resources, whatever they hold', () => {
  fc.assert(
    fc.property(fc.array(arbitraryResource, { minLength: 1, maxLength: 3 }), (resources) => {
      const file = parseDroneFile(formatDroneFile(resources));
      expect(file.resources).toEqual(resources);
      expect(file.problems.filter(({ code }) => code !== 'null-value')).toEqual([]);
    }),
    { numRuns: 100 },
  );
});

test('the same text comes out of what was read from it', () => {
  fc.assert(
    fc.property(arbitraryResource, (resource) => {
      const text = formatDroneFile([resource]);
      expect(formatDroneFile(parseDroneFile(text).resources)).toBe(text);
    }),
    { numRuns: 100 },
  );
});

test('a pipeline is pleasant to read', () => {
  const pipeline = dockerPipeline({
    steps: [
      {
        commands: ['npm ci', 'npm test -- --coverage', 'set -e\nnode a.js\nnode b.js\n'],
        image: 'node:24',
        name: 'test',
        environment: { CI: 'true', TOKEN: { from_secret: 'token' }, GREETING: "it's: five o'clock" },
      },
      {
        name: 'publish',
        image: 'plugins/npm',
        settings: { access: 'public' },
        when: { event: ['tag'] },
        depends_on: ['test'],
      },
    ],
    trigger: { event: ['push', 'tag'], branch: { exclude: ['wip/**'] } },
    name: 'default',
  });
  expect(formatDroneFile([pipeline])).toBe(`kind: pipeline
type: docker
name: default

trigger:
  event:
  - push
  - tag
  branch:
    exclude:
    - wip/**

steps:
- name: test
  image: node:24
  environment:
    CI: 'true'
    TOKEN:
      from_secret: token
    GREETING: "it's: five o'clock"
  commands:
  - npm ci
  - npm test -- --coverage
  - |
    set -e
    node a.js
    node b.js

- name: publish
  image: plugins/npm
  settings:
    access: public
  depends_on:
  - test
  when:
    event:
    - tag
`);
});

test('the order in which keys were given does not matter', () => {
  const a = kubernetesPipeline({ name: 'k', steps: [{ name: 's', image: 'x', user: 1000, group: 1000 }] });
  const b = kubernetesPipeline({ steps: [{ group: 1000, user: 1000, image: 'x', name: 's' }], name: 'k' });
  expect(formatDroneFile([a])).toBe(formatDroneFile([b]));
});

test.each([
  ['a half surrogate', { data: '\ud800' }, 'data', 'half of a surrogate pair'],
  ['a line over 64 KiB', { data: 'x'.repeat(65_536) }, 'data', 'longer than 65535 bytes'],
  ['a function', { get: { path: () => '' } }, 'get.path', 'a function cannot be written'],
])('%s cannot be written, and the error says where', (_what, fields, path, message) => {
  const resource = { kind: 'secret', name: 'a', ...fields } as unknown as Resource;
  expect(() => formatDroneFile([resource])).toThrow(expect.objectContaining({ code: 'unformattable', path }));
  expect(() => formatDroneFile([resource])).toThrow(message);
});
