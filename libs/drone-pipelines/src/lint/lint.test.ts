import { describe, expect, test } from 'vitest';
import { dockerPipeline } from '../build/pipelines.ts';
import { parseDroneFile } from '../reader/parse-file.ts';
import { lintFile, lintResources } from './lint.ts';
import { lintRules } from './rules.ts';

const codesOf = (text: string, options = {}): string[] =>
  lintFile(parseDroneFile(text), options).map(({ code }) => code);

describe('every rule finds its bad example and leaves its good one alone', () => {
  test.each(lintRules.map((rule) => [rule.code, rule] as const))('%s', (code, { example, source }) => {
    const problems = lintFile(parseDroneFile(example.bad), example.options).filter(
      (problem) => problem.code === code,
    );
    expect(problems.length).toBeGreaterThan(0);
    for (const problem of problems) {
      expect(problem.source).toBe(source);
      expect(problem.line).toBeGreaterThan(0);
      expect(problem.message).toMatch(/\.$|…$/);
    }
    expect(codesOf(example.good, example.options)).not.toContain(code);
  });
});

test('rules have codes of their own, and every one of Drone’s says what Drone says', () => {
  const codes = lintRules.map(({ code }) => code);
  expect(new Set(codes).size).toBe(codes.length);
  // Drone reports these two without a message that is known here.
  const silent = ['image-without-container', 'malformed-signature'];
  for (const { code, source, example } of lintRules.filter(
    (rule) => rule.source !== 'ours' && !silent.includes(rule.code),
  )) {
    const [problem] = lintFile(parseDroneFile(example.bad), example.options).filter(
      (one) => one.code === code,
    );
    expect(problem?.droneMessage, `${source} ${code}`).toBeTruthy();
  }
});

describe('Drone’s messages, word for word', () => {
  const step = (yaml: string, head = ''): string =>
    `kind: pipeline\nname: a\n${head}steps:\n- name: s\n  image: x\n${yaml}`;
  test.each([
    ['linter: unsupported os: openbsd', step('', 'platform: { os: openbsd }\n')],
    ['linter: unsupported architecture: mips', step('', 'platform: { arch: mips }\n')],
    ['linter: invalid volume name: _workspace', step('', 'volumes: [{ name: _workspace, temp: {} }]\n')],
    [
      'linter: invalid volume name: _addons',
      step('', 'type: kubernetes\nvolumes: [{ name: _addons, temp: {} }]\n'),
    ],
    [
      'linter: unknown step dependency detected: test references foo',
      step('- name: test\n  image: x\n  depends_on: [foo]\n'),
    ],
    [
      'linter: cyclical step dependency detected: test',
      step('- name: test\n  image: x\n  depends_on: [test]\n'),
    ],
    ['linter: duplicate step names', step('', 'services: [{ name: s, image: y }]\n')],
    ['Linter: duplicate step name', step('- name: s\n  image: y\n')],
    ['linter: untrusted repositories cannot configure shm_size', step('  shm_size: 1\n')],
    [
      'linter: untrusted repositories cannot mount in-memory volumes',
      step('', 'volumes: [{ name: v, temp: { medium: memory } }]\n'),
    ],
    [
      'linter: untrusted repositories cannot mount PVC',
      step('', 'type: kubernetes\nvolumes: [{ name: v, claim: { name: c } }]\n'),
    ],
  ])('%s', (message, text) => {
    expect(lintFile(parseDroneFile(text)).map(({ droneMessage }) => droneMessage)).toContain(message);
  });
});

test('what only an untrusted repository may not do passes in a trusted one', () => {
  const text = 'kind: pipeline\nname: a\nsteps:\n- name: s\n  image: x\n  privileged: true\n';
  expect(codesOf(text)).toContain('untrusted-privileged');
  expect(codesOf(text, { trusted: true })).not.toContain('untrusted-privileged');
});

test('problems come in the order of the file, with what the reader found among them', () => {
  const text = 'kind: pipeline\nname: a\nsteps:\n- name: s\n  comands: [a]\n- image: x@sha256:0\n';
  expect(lintFile(parseDroneFile(text)).map(({ code, line }) => [code, line])).toEqual([
    ['missing-image', 4],
    ['unknown-key', 5],
    ['missing-step-name', 6],
    ['unpinned-image', 6],
  ]);
});

describe('a secret is on an event that others cause', () => {
  const on = (conditions: string): boolean =>
    codesOf(
      `kind: pipeline\nname: a\n${conditions}steps:\n- name: s\n  image: x\n  settings: { t: { from_secret: t } }\n`,
    ).includes('secret-on-untrusted-event');
  test.each([
    ['without conditions', '', true],
    ['on push', 'trigger: { event: push }\n', false],
    [
      'on all but pull requests, which leaves promotion',
      'trigger: { event: { exclude: [pull_request] } }\n',
      true,
    ],
    [
      'on a branch, which for a pull request is where it wants to go',
      'trigger: { branch: main, event: [push, pull_request] }\n',
      true,
    ],
    ['by cron on any branch', 'trigger: { event: cron }\n', true],
    ['by cron on one branch', 'trigger: { event: cron, branch: main }\n', false],
    ['on some refs', 'trigger: { ref: [refs/heads/main, refs/tags/*] }\n', false],
    [
      'on all refs but GitHub’s pull requests',
      'trigger: { event: pull_request, ref: { exclude: ["refs/pull/**"] } }\n',
      true,
    ],
  ])('%s', (_what, conditions, expected) => {
    expect(on(conditions)).toBe(expected);
  });
});

test.each([
  ['/src', false],
  ['/drone', false],
  ['/', true],
  ['/usr', true],
  ['/usr/local', true],
  ['/go', true],
  ['usr', true],
])('the workspace base %s', (base, expected) => {
  expect(
    codesOf(`kind: pipeline\nname: a\nworkspace: { base: ${base} }\nsteps: []\n`).includes(
      'workspace-outside',
    ),
  ).toBe(expected);
});

test.each([
  ['echo "$DRONE_BRANCH"', false],
  ["echo '$DRONE_BRANCH'", false],
  ['echo \\$DRONE_BRANCH', false],
  ['echo "a\\"$DRONE_BRANCH"', false],
  ["echo 'a\\'$DRONE_BRANCH", true],
  ['echo "a"$DRONE_BRANCH', true],
  ['echo $DRONE_COMMIT_SHA', false],
  ['echo $$ $', false],
])('others can choose an unquoted text in %s: %j', (command, expected) => {
  const pipeline = dockerPipeline({ name: 'a', steps: [{ name: 's', image: 'x', commands: [command] }] });
  expect(lintResources([pipeline]).some(({ code }) => code === 'unquoted-variable')).toBe(expected);
});

test('rules can be left out by their codes, the reader’s too', () => {
  const text = 'kind: pipeline\nname: a\nstepz: []\nsteps:\n- name: s\n  image: x\n';
  expect(codesOf(text, { disable: ['unknown-key', 'unpinned-image'] })).toEqual([]);
});

test('built resources are checked without lines', () => {
  const pipeline = dockerPipeline({
    name: 'a',
    steps: [{ name: 's', image: 'x', commands: ['echo $DRONE_TAG'] }],
  });
  const [problem] = lintResources([pipeline], { disable: ['unpinned-image'] });
  expect(problem).toMatchObject({ code: 'unquoted-variable', path: 'steps[0].commands[0]', document: 0 });
  expect(problem).not.toHaveProperty('line');
});

test('a pipeline without a name is called default, so a second one is a duplicate', () => {
  const nameless = 'kind: pipeline\nsteps: [{ name: s, image: x }]\n';
  const messages = lintFile(parseDroneFile(`${nameless}---\n${nameless}`)).map(({ message }) => message);
  expect(messages).toContain('There are two pipelines named "default".');
  const dependent = `${nameless}---\n${nameless}name: b\ndepends_on: [default]\n`;
  expect(codesOf(dependent)).not.toContain('unknown-pipeline-dependency');
});

test('a clean pipeline has no problems', () => {
  const text = `kind: pipeline
type: docker
name: test
trigger: { event: [push, pull_request] }
steps:
- name: test
  image: node@sha256:${'a'.repeat(64)}
  commands: [npm ci, npm test, 'echo "$DRONE_BRANCH" $$\${DRONE_COMMIT_SHA}']
---
kind: pipeline
type: docker
name: publish
trigger: { event: push, branch: main }
depends_on: [test]
steps:
- name: publish
  image: node@sha256:${'a'.repeat(64)}
  environment: { NPM_TOKEN: { from_secret: npm_token } }
  commands: [npm publish]
`;
  expect(lintFile(parseDroneFile(text))).toEqual([]);
});
