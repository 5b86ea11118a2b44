import { describe, expect, test } from 'vitest';
import { parseDroneFile } from './parse-file.ts';

const HEAD = 'kind: pipeline\nname: a\n';
const STEP = 'steps:\n- name: s\n  image: x\n';

test.each([
  ['1_000', 1000],
  ['0_17', 15],
  ['1_.5', 1.5],
  ['.5', 0.5],
  ['.5_', '.5_'],
  ['._5', '._5'],
])('the unquoted %s is %j, as go-yaml reads it', (text, value) => {
  const [pipeline] = parseDroneFile(`${HEAD}${STEP}  settings: { a: ${text} }\n`).resources;
  expect(pipeline).toMatchObject({ steps: [{ settings: { a: value } }] });
});

test('a file is read document by document, with the places of its values', () => {
  const file = parseDroneFile(`---\n# first\n${HEAD}${STEP}---\nkind: secret\nname: t\ndata: abc\n`);
  expect(file.resources).toEqual([
    { kind: 'pipeline', type: 'docker', name: 'a', steps: [{ name: 's', image: 'x' }] },
    { kind: 'secret', name: 't', data: 'abc' },
  ]);
  expect(file.problems).toEqual([]);
  const [pipeline, secret] = file.documents;
  expect(pipeline?.locate(['steps', 0, 'image'])).toEqual({ line: 7, column: 3 });
  expect(pipeline?.locate(['steps', 0, 'commands'])).toEqual({ line: 6, column: 3 });
  expect(secret?.locate(['data'])).toEqual({ line: 11, column: 1 });
});

describe('what Drone silently ignores is reported', () => {
  test.each([
    ['an unknown key', `${HEAD}${STEP}  comands: [a]\n`, 'unknown-key', 6, 'steps[0].comands'],
    [
      'a trigger with an unknown key',
      `${HEAD}trigger:\n  brunch: main\n${STEP}`,
      'unknown-key',
      4,
      'trigger.brunch',
    ],
    ['a key given twice', `${HEAD}${STEP}  image: y\n`, 'duplicate-key', 6, 'steps[0].image'],
    ['a null', `${HEAD}clone: ~\n${STEP}`, 'null-value', 3, 'clone'],
    [
      'a misspelt include',
      `${HEAD}trigger: { branch: { includes: [a] } }\n${STEP}`,
      'malformed-condition',
      3,
      'trigger.branch.includes',
    ],
    [
      'an include that is no list',
      `${HEAD}trigger: { branch: { include: a } }\n${STEP}`,
      'malformed-condition',
      3,
      'trigger.branch.include',
    ],
    [
      'a secret deep in a setting',
      `${HEAD}${STEP}  settings: { a: { from_secret: b, c: d } }\n  pull: always\n`,
      undefined,
      0,
      '',
    ],
    [
      'a secret deeper in a setting',
      `${HEAD}${STEP}  settings: { a: { b: { from_secret: c } } }\n`,
      'nested-secret',
      6,
      'steps[0].settings.a.b.from_secret',
    ],
    [
      'a merge after a key',
      `x-d: &d { image: y }\n${HEAD}steps:\n- name: s\n  image: x\n  <<: *d\n`,
      'merge-overrides',
      6,
      'steps[0].image',
    ],
    ['a fraction of a number', `${HEAD}clone: { depth: 1.5 }\n${STEP}`, 'truncated-number', 3, 'clone.depth'],
    ['text behind a separator', `--- # x\n${HEAD}${STEP}`, 'text-on-separator', 1, ''],
    ['text behind the end', `${HEAD}${STEP}...\nkind: secret\n`, 'text-after-end', 6, ''],
    ['Windows line endings', `${HEAD}${STEP}`.replaceAll('\n', '\r\n'), 'crlf-line-ending', 1, ''],
  ])('%s', (_what, text, code, line, path) => {
    const { problems } = parseDroneFile(text);
    if (code === undefined) expect(problems.map((problem) => problem.code)).toEqual(['unknown-key']);
    else
      expect(problems).toEqual([
        expect.objectContaining({ code, line, path, document: 0, source: 'reader' }),
      ]);
  });

  test('a misspelt key comes with the word that was meant', () => {
    const [problem] = parseDroneFile(`${HEAD}${STEP}  enviroment: { A: b }\n`).problems;
    expect(problem?.message).toContain('did you mean "environment"?');
  });

  test('keys that start with x- at the top hold anchors and are not reported', () => {
    expect(
      parseDroneFile(`x-defaults: &d { image: x }\n${HEAD}steps: [{ <<: *d, name: s }]\n`).problems,
    ).toEqual([]);
  });
});

describe('bad input gives one clear error with its place', () => {
  test.each([
    ['text that is not YAML', `${HEAD}steps: [`, 'invalid-yaml', 4, 1],
    ['an unknown kind', 'kind: pipelin\n', 'unknown-kind', 1, 7],
    ['a document without kind', `${HEAD}${STEP}---\nname: b\n`, 'unknown-kind', 7, 1],
    ['an empty document', `${HEAD}${STEP}---\n---\n`, 'unknown-kind', 7, 1],
    ['an empty file', '', 'unknown-kind', 1, 1],
    ['an unknown type', 'kind: pipeline\ntype: dcoker\n', 'unknown-type', 2, 7],
    ['a list where a map belongs', '- a\n', 'wrong-type', 1, 1],
    ['text where a list belongs', `${HEAD}steps: a\n`, 'wrong-type', 3, 8],
    ['an empty step', `${HEAD}steps:\n- ~\n`, 'wrong-type', 4, 1],
    ['a quoted boolean', `${HEAD}clone: { disable: 'true' }\n`, 'wrong-type', 3, 19],
    ['a size in miles', `${HEAD}steps: [{ name: s, mem_limit: 1mile }]\n`, 'wrong-type', 3, 31],
    ['a tag', `${HEAD}clone: { depth: !!int 5 }\n`, 'unsupported-yaml', 3, 23],
    ['an alias of nothing', `${HEAD}steps: *a\n`, 'wrong-type', 3, 8],
    [
      'an alias of itself',
      `${HEAD}x-a: &a { b: *a }\nsteps: [{ name: s, settings: &s { a: *s } }]\n`,
      'unsupported-yaml',
      4,
      38,
    ],
    ['a merge of itself', `${HEAD}steps: [&s { <<: *s }]\n`, 'unsupported-yaml', 3, 18],
    ['a byte order mark', `\ufeff${HEAD}${STEP}`, 'unreadable-text', 1, 1],
    ['a lone carriage return', `${HEAD}steps: [{ name: "a\rprivileged: true" }]\n`, 'unreadable-text', 3, 19],
    ['a Unicode line separator', `${HEAD}# \u2028${STEP}`, 'unreadable-text', 3, 3],
    ['a NEL', `${HEAD}# \u0085${STEP}`, 'unreadable-text', 3, 3],
    ['half of a surrogate pair', `${HEAD}# \ud800${STEP}`, 'unreadable-text', 3, 3],
  ])('%s', (_what, text, code, line, column) => {
    expect(() => parseDroneFile(text)).toThrow(expect.objectContaining({ code, line, column }));
  });

  test('a workflow of Woodpecker is told apart', () => {
    const text =
      'when:\n  - event: push\nsteps:\n  - name: test\n    image: node\n    commands: [npm test]\n';
    expect(() => parseDroneFile(text)).toThrow('looks like a workflow of Woodpecker');
  });

  test('bytes that are not UTF-8', () => {
    expect(() => parseDroneFile(Uint8Array.of(0x6b, 0xff))).toThrow(
      expect.objectContaining({ code: 'unreadable-text' }),
    );
  });

  test('bytes and text read the same', () => {
    const text = `${HEAD}${STEP.replace('x', 'é😀')}`;
    expect(parseDroneFile(Buffer.from(text)).resources).toEqual(parseDroneFile(text).resources);
  });
});

describe('what would cost without end is refused', () => {
  test.each([
    ['100,000 steps', `${HEAD}steps:\n${'- name: s\n  image: x\n'.repeat(100_000)}`],
    ['a YAML bomb', `${bomb(40)}${HEAD}steps: [{ name: s, settings: { a: *a39 } }]\n`],
    ['a thousand documents', `${HEAD}---\n`.repeat(1000)],
    [
      'values nested a hundred deep',
      `${HEAD}steps: [{ name: s, settings: ${'{ a: '.repeat(100)}b${' }'.repeat(101)}]\n`,
    ],
  ])('%s', (_what, text) => {
    expect(() => parseDroneFile(text)).toThrow(expect.objectContaining({ code: 'limit-exceeded' }));
  });

  test('a line over 64 KiB, at which Drone stops reading', () => {
    const text = `${HEAD}x-a: ${'a'.repeat(70_000)}\n${STEP}`;
    expect(() => parseDroneFile(text)).toThrow(expect.objectContaining({ code: 'unreadable-text', line: 3 }));
  });

  test('a bomb that nothing refers to is harmless', () => {
    expect(parseDroneFile(`${bomb(30)}${HEAD}${STEP}`).resources).toHaveLength(1);
  });
});

/** Each level is twice the one below. */
function bomb(levels: number): string {
  const level = (i: number): string => `x-${i}: &a${i} [${i === 0 ? 'a, a' : `*a${i - 1}, *a${i - 1}`}]\n`;
  return Array.from({ length: levels }, (_, i) => level(i)).join('');
}
