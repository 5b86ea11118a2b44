import { describe, expect, test } from 'vitest';
import { parseDroneFile } from '../reader/parse-file.ts';
import { findSkipWord, type BuildEvent } from './build-event.ts';
import { evaluate } from './evaluate.ts';
import { matchesCondition } from './match-condition.ts';
import { findPatternFault, matchesPattern } from './match-pattern.ts';
import { mermaid } from './mermaid.ts';

const FILE = `kind: pipeline
name: lint
trigger: { event: { exclude: [cron] } }
steps:
- { name: s, image: x }
---
kind: pipeline
name: test
depends_on: [lint]
trigger: { event: [push, pull_request] }
services:
- { name: db, image: db }
steps:
- { name: unit, image: x }
- { name: e2e, image: x, when: { branch: main } }
- { name: report, image: x, when: { status: failure } }
---
kind: pipeline
name: publish
depends_on: [test]
trigger: { event: [push, tag], branch: [main] }
steps:
- name: npm
  image: x
  environment: { TOKEN: { from_secret: npm } }
---
kind: pipeline
name: tell
depends_on: [publish]
trigger: { status: [success, failure] }
steps:
- { name: s, image: x }
`;

function run(event: BuildEvent, text = FILE): Record<string, readonly string[]> {
  const { pipelines } = evaluate(parseDroneFile(text).resources, event);
  return Object.fromEntries(
    pipelines.filter(({ runs }) => runs).map(({ name, dependsOn }) => [name, dependsOn]),
  );
}

describe('which pipelines run, and what they wait for', () => {
  test('a push to main runs all in a row', () => {
    expect(run({ event: 'push', branch: 'main' })).toEqual({
      lint: [],
      test: ['lint'],
      publish: ['test'],
      tell: ['publish'],
    });
  });
  test('a pull request skips the publication, and what follows waits for what came before', () => {
    expect(run({ event: 'pull_request', branch: 'main' })).toEqual({
      lint: [],
      test: ['lint'],
      tell: ['test'],
    });
  });
  test('a cron job runs only what excludes nothing', () => {
    expect(run({ event: 'cron', branch: 'main' })).toEqual({ tell: [] });
  });
  test('a word in the title skips everything, except for tags', () => {
    expect(run({ event: 'push', branch: 'main', message: 'fix [CI SKIP]' })).toEqual({});
    expect(findSkipWord({ event: 'pull_request', title: 'x ***NO_CI***' })).toBe('***no_ci***');
    expect(findSkipWord({ event: 'tag', message: '[skip ci]' })).toBeUndefined();
  });
});

describe('which steps run', () => {
  const stepsOf = (event: BuildEvent): unknown[] =>
    evaluate(parseDroneFile(FILE).resources, event).pipelines[1]?.steps.map(({ name, runs, dependsOn }) => [
      name,
      runs,
      dependsOn,
    ]) ?? [];

  test('without dependencies they run in a row: clone, services, steps', () => {
    expect(stepsOf({ event: 'push', branch: 'main' })).toEqual([
      ['clone', true, []],
      ['db', true, ['clone']],
      ['unit', true, ['db']],
      ['e2e', true, ['unit']],
      ['report', true, ['e2e']],
    ]);
  });
  test('one that does not run is stepped over', () => {
    expect(stepsOf({ event: 'push', branch: 'dev' }).slice(3)).toEqual([
      ['e2e', false, ['unit']],
      ['report', true, ['unit']],
    ]);
  });
  test('status, reasons and secrets come along', () => {
    const { pipelines } = evaluate(parseDroneFile(FILE).resources, { event: 'push', branch: 'dev' });
    expect(pipelines[1]?.steps[4]).toMatchObject({ onSuccess: false, onFailure: true });
    expect(pipelines[1]?.steps[3]?.reason).toBe('Does not run: branch "dev" does not match.');
    expect(pipelines[0]?.reason).toBe('Runs: trigger matches (event).');
    expect(pipelines[3]).toMatchObject({ onSuccess: true, onFailure: true });
    expect(pipelines[2]?.steps[1]?.secrets).toEqual(['npm']);
  });
  test('with dependencies the roots wait for the clone', () => {
    const text =
      'kind: pipeline\nname: a\nsteps: [{ name: a, image: x }, { name: b, image: x, depends_on: [a] }, { name: c, image: x }]\n';
    const { pipelines } = evaluate(parseDroneFile(text).resources, { event: 'push' });
    expect(pipelines[0]?.steps.map(({ dependsOn }) => dependsOn)).toEqual([[], ['clone'], ['a'], ['clone']]);
  });
  test('in the place of several that do not run stands what they wait for', () => {
    const skipped = 'image: x, when: { event: tag }';
    const text = `kind: pipeline\nname: a\nsteps: [{ name: a, image: x }, { name: b, ${skipped}, depends_on: [a] }, { name: c, ${skipped}, depends_on: [a, b] }, { name: d, image: x, depends_on: [c, b] }]\n`;
    const { pipelines } = evaluate(parseDroneFile(text).resources, { event: 'push' });
    expect(pipelines[0]?.steps.at(-1)?.dependsOn).toEqual(['a']);
  });
  test('without a clone the first step waits for nothing', () => {
    const text =
      'kind: pipeline\nname: a\nclone: { disable: true }\nsteps: [{ name: a, image: x }, { name: b, image: x }]\n';
    const { pipelines } = evaluate(parseDroneFile(text).resources, { event: 'push' });
    expect(pipelines[0]?.steps.map(({ dependsOn }) => dependsOn)).toEqual([[], ['a']]);
  });
});

test('instance counts for steps and not for triggers', () => {
  const text =
    'kind: pipeline\nname: a\ntrigger: { instance: [a] }\nsteps: [{ name: s, image: x, when: { instance: [a] } }]\n';
  const [pipeline] = evaluate(parseDroneFile(text).resources, { event: 'push', instance: 'b' }).pipelines;
  expect([pipeline?.runs, pipeline?.steps[1]?.runs]).toEqual([true, false]);
});

test.each([
  ['main', 'main', true],
  ['feature/*', 'feature/a', true],
  ['feature/*', 'feature/a/b', false],
  ['feature/**', 'feature/a/b', true],
  ['feature/**', 'feature', false],
  ['**/b', 'a/x/b', true],
  ['{a,b}-[0-9]', 'b-5', true],
  ['[^a]*', 'abc', false],
  ['[a', 'a', false],
  [`${'*a'.repeat(30)}b`, 'a'.repeat(60), false],
])('the pattern %s against %s', (pattern, value, expected) => {
  expect(matchesPattern(pattern, value)).toBe(expected);
});

test('malformed patterns are named, good ones are not', () => {
  expect(
    ['[a', '{a', 'a\\', '[]', '[a-]', '[-a]', '[^-a]', '{[a,b}', '[a][b'].map(
      (pattern) => findPatternFault(pattern) !== undefined,
    ),
  ).not.toContain(false);
  expect(
    ['[a-z]*', '{a,b}/**', '\\[a', '[^x]', 'a/b?', '[{]', '{[a],b}'].map(findPatternFault).filter(Boolean),
  ).toEqual([]);
});

test('exclusion wins, and nothing included means everything', () => {
  expect(matchesCondition({ include: ['a*'], exclude: ['ab'] }, 'ab')).toBe(false);
  expect(matchesCondition({ exclude: ['ab'] }, 'x')).toBe(true);
  expect(matchesCondition([], 'x')).toBe(true);
  expect(matchesCondition(undefined, 'x')).toBe(true);
});

test('the picture shows what runs, what does not, and lets no name draw', () => {
  const text =
    'kind: pipeline\nname: a"]; click x\nsteps: [{ name: s, image: x }, { name: t, image: x, when: { event: tag } }]\n';
  expect(mermaid(evaluate(parseDroneFile(text).resources, { event: 'push' }))).toBe(`flowchart LR
  classDef skipped stroke-dasharray: 4 4,color:#888,stroke:#bbb,fill:#fff
  subgraph p0["a#34;#93;#59; click x"]
    p0s0["clone"]
    p0s1["s"]
    p0s2["t"]:::skipped
    p0s0 --> p0s1
  end
`);
});
