/**
 * Compares this library with the Go libraries that Drone's server and runners call: the line scanner of Go, go-yaml 2
 * (Drone uses a fork of it), doublestar 1 and Docker's sizes. Drone's own modules are not published any more.
 */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findSubstitutions } from '../src/lint/substitution.ts';
import { matchesPattern } from '../src/evaluate/match-pattern.ts';
import type { UnreadableFileError } from '../src/reader/errors.ts';
import { formatDroneFile } from '../src/format/format-file.ts';
import { parseDroneFile } from '../src/reader/parse-file.ts';
import { parseByteSize } from '../src/reader/plain-scalar.ts';
import { splitDocuments } from '../src/reader/split-documents.ts';
import { arbitraryResource } from './support/arbitrary-resources.ts';
import { schemaFor, toGo, withoutZeros } from './support/like-go.ts';
import { hasGo, startGoReference, type GoReference } from './support/go-reference.ts';

const HEAD = 'kind: pipeline\ntype: docker\nname: n\n';

const SCALARS = [
  ...['~', 'null', 'Null', 'yes', 'No', 'on', 'OFF', 'y', 'N', 'true', 'TRUE', 'tRue', '"true"', "'1'", '""'],
  ...[
    '0',
    '-0',
    '+1',
    '007',
    '08',
    '0o7',
    '0x1F',
    '0b11',
    '0b12',
    '1_000',
    '_1',
    '1__0',
    '1e3',
    '1.',
    '.5',
    '.',
    '+.5',
    '.5_',
    '._5',
    '+._5',
    '-1_.5',
  ],
  ...[
    '-.inf',
    '.NaN',
    '1.10',
    '0.0',
    '12:30',
    '12:30:45',
    '2001-01-01',
    '2001-12-14t21:59:43Z',
    '=',
    '<<',
    '9007199254740993',
  ],
  ...[
    '1.5',
    '-2.7',
    '512m',
    '1gib',
    '1.5g',
    'a b',
    'a#b',
    'a:b',
    '*',
    '&a b',
    '!!str 1',
    '- a',
    '@a',
    '`a`',
    '%a',
    '|',
    '> a',
  ],
];

/** Everything where YAML readers part ways: [what, document]. */
const CASES: readonly (readonly [string, string])[] = [
  ['a key given twice', `${HEAD}steps: [{ name: a, image: b, image: c }]`],
  ['a map given twice', `${HEAD}environment: { A: a }\nenvironment: { B: b }`],
  ['an object given twice', `${HEAD}clone: { depth: 1 }\nclone: { retries: 2 }`],
  ['a list given twice', `${HEAD}depends_on: [a, b]\ndepends_on: [c]`],
  ['a condition given twice', `${HEAD}trigger: { branch: { exclude: [a] }, branch: [b] }`],
  ['a null after a value', `${HEAD}clone: { depth: 1 }\nclone: ~`],
  ['a merge first', `${HEAD}x-a: &a { image: b, pull: always }\nsteps: [{ <<: *a, name: s, image: c }]`],
  ['a merge last', `${HEAD}x-a: &a { image: b, pull: always }\nsteps: [{ name: s, image: c, <<: *a }]`],
  [
    'a list of merges',
    `${HEAD}x-a: &a { image: a, user: a }\nx-b: &b { image: b }\nsteps: [{ <<: [*a, *b], name: s }]`,
  ],
  [
    'a merge in a merge',
    `${HEAD}x-a: &a { image: a, user: a }\nx-b: &b { <<: *a, image: b }\nsteps: [{ <<: *b, name: s }]`,
  ],
  [
    'a merge in an environment',
    `${HEAD}x-a: &a { A: a, B: b }\nsteps: [{ name: s, environment: { <<: *a, B: c } }]`,
  ],
  [
    'a merge in a setting',
    `${HEAD}x-a: &a { A: a, B: b }\nsteps: [{ name: s, settings: { x: { <<: *a, B: c } } }]`,
  ],
  [
    'an alias of a scalar, a list and a step',
    `${HEAD}x-a: &a [p, q]\nx-s: &s { name: z }\nsteps: [{ name: &n s, image: *n, commands: *a }, *s]`,
  ],
  ['an anchor given twice', `${HEAD}x-a: &a one\nx-b: &a two\nsteps: [{ name: *a }]`],
  ['an alias without anchor', `${HEAD}steps: [{ name: *a }]`],
  ['an alias of a later anchor', `${HEAD}steps: [{ name: *a }]\nx-a: &a b`],
  ['an alias inside its own anchor', `${HEAD}steps: &a [{ name: b, settings: { x: *a } }]`],
  ['a variable with value', `${HEAD}steps: [{ name: s, environment: { A: { value: b } } }]`],
  ['a variable from a secret', `${HEAD}steps: [{ name: s, environment: { A: { from_secret: b } } }]`],
  ['a variable that is a list', `${HEAD}steps: [{ name: s, environment: { A: [b] } }]`],
  ['a null variable', `${HEAD}steps: [{ name: s, environment: { A: ~, B: b } }]`],
  ['a setting from a secret', `${HEAD}steps: [{ name: s, settings: { A: { from_secret: b } } }]`],
  ['a secret inside a setting', `${HEAD}steps: [{ name: s, settings: { A: { B: { from_secret: b } } } }]`],
  [
    'a setting with every type',
    `${HEAD}steps: [{ name: s, settings: { a: [1, 1.5, yes, ~, "x", 2001-01-01], b: { c: 0x10 } } }]`,
  ],
  ['a condition with a plain include', `${HEAD}trigger: { branch: { include: main } }`],
  ['a condition with a slip and a good part', `${HEAD}trigger: { branch: { include: main, exclude: [a] } }`],
  ['a condition with a misspelt key', `${HEAD}trigger: { branch: { includes: [main] } }`],
  ['a condition that holds a map', `${HEAD}trigger: { branch: [a, { b: c }, d] }`],
  ['a condition that is null', `${HEAD}trigger: { branch: ~ }`],
  ['a condition that is empty', `${HEAD}trigger: { branch: [] }`],
  ['a condition that is a number', `${HEAD}trigger: { branch: 1.10 }`],
  ['an unknown key', `${HEAD}stepz: [a]`],
  ['a key of another case', `${HEAD}Steps: [{ name: a }]`],
  ['text where a list belongs', `${HEAD}depends_on: a`],
  ['a list where text belongs', `${HEAD}steps: [{ name: [a] }]`],
  ['a map where a list belongs', `${HEAD}steps: { name: a }`],
  ['a quoted boolean', `${HEAD}clone: { disable: "true" }`],
  ['a number with a part after the point', `${HEAD}clone: { depth: 1.9 }`],
  ['a size that is a fraction', `${HEAD}steps: [{ name: s, mem_limit: 1.9 }]`],
  [
    'a folded and a literal block',
    `${HEAD}steps:\n- name: >-\n    a\n    b\n\n    c\n  commands:\n  - |\n    d\n      e\n\n  - |2-\n     f`,
  ],
  ['plain text over several lines', `${HEAD}steps:\n- name: a\n    b\n\n    c\n  image: d`],
  ['quoted text over several lines', `${HEAD}steps:\n- name: "a\n    b\\\n    c"\n  image: 'd\n\n    e'`],
  ['escapes', `${HEAD}steps: [{ name: "\\x41\\u00e9\\U0001F600\\n\\t\\0\\e\\_\\N\\L\\P" }]`],
  ['an escape that does not exist', `${HEAD}steps: [{ name: "\\z" }]`],
  ['a slash escape', `${HEAD}steps: [{ name: "a\\/b" }]`],
  ['a tab as indentation', `${HEAD}steps:\n\t- name: a`],
  ['a tab after a colon', `${HEAD}steps:\n- name:\ta`],
  ['a comment without a space before it', `${HEAD}steps: [{ name: a#b }]`],
  ['a colon without a space after it', `${HEAD}steps: [{ name: a:b }]`],
  ['a quoted key next to its value', `${HEAD}steps: [{ "name":a }]`],
  ['a comma at the end', `${HEAD}steps: [{ name: a, }, ]`],
  ['two commas', `${HEAD}steps: [{ name: a },, { name: b }]`],
  ['a single pair in a list', `${HEAD}steps: [name: a]`],
  ['a list less indented than its key', `steps:\n- name: a\nkind: pipeline\ntype: docker`],
  ['a question mark key', `? kind\n: pipeline\ntype: docker\nkind: pipeline`],
  ['a numeric key in an environment', `${HEAD}environment: { 1: a, yes: b, ~: c }`],
  ['a document that is a list', '- 1\n# kind: pipeline'],
  [
    'a kubernetes pipeline',
    'kind: pipeline\ntype: kubernetes\nname: k\nsteps: [{ name: s, image: x, user: 1000, resources: { limits: { cpu: 100, memory: 1gib } } }]',
  ],
  [
    'a named user on kubernetes',
    'kind: pipeline\ntype: kubernetes\nname: k\nsteps: [{ name: s, user: node }]',
  ],
  [
    'an ssh pipeline',
    'kind: pipeline\ntype: ssh\nname: k\nserver: { host: h, user: { from_secret: u } }\nsteps: [{ name: s, commands: [a] }]',
  ],
  ['a secret', 'kind: secret\nname: a\nget: { path: p, name: n }'],
  [
    'a cron',
    'kind: cron\nname: a\nspec: { schedule: "0 0 0 * * *", branch: main, deployment: { target: t } }',
  ],
];

const isHere = await hasGo();
if (!isHere && process.env['CI'])
  throw new Error('Go is missing: install it to compare with the Go libraries');

describe.skipIf(!isHere)('compared with the Go libraries (skipped without Go)', () => {
  let go: GoReference;
  beforeAll(async () => {
    go = await startGoReference();
  });
  afterAll(async () => {
    await go[Symbol.asyncDispose]();
  });

  test.each([
    ['one document', 'a\nb\n'],
    ['separators with suffixes, doubled and at both ends', '---\na\n--- # x\n---\nb\n----\n'],
    ['an indented separator', 'a: |\n  ---\n  b\n'],
    ['the end mark', 'a\n...x\nb\n'],
    ['Windows line endings', 'a\r\n---\r\nb\r\n'],
    ['no newline at the end', 'a\n---\nb'],
    ['only an end mark', '...\n'],
    ['nothing', ''],
    ['a line of 65535 bytes', `a\n${'x'.repeat(65_535)}\nb\n`],
    ['a last line of 65535 bytes without newline', `a\n${'x'.repeat(65_535)}`],
  ])('%s is split as Go’s scanner splits it', async (_title, text) => {
    const { value } = await go.ask({ operation: 'split', text });
    expect(splitDocuments(text).documents.map(({ data }) => data)).toEqual(value);
  });

  test.each([
    `a\n${'x'.repeat(65_536)}\nb\n`,
    `a\n${'é'.repeat(32_768)}\nb\n`,
    `a\n${'x'.repeat(65_535)}\r\nb\n`,
  ])('a line that Go’s scanner silently stops at is refused here (%#)', async (text) => {
    expect((await go.ask({ operation: 'split', text })).value).toEqual(['a\n']);
    expect(() => splitDocuments(text)).toThrow(expect.objectContaining({ code: 'unreadable-text', line: 2 }));
  });

  test('any text of separators, ends and lines is split alike', async () => {
    const line = fc.oneof(
      fc.constantFrom(
        '---',
        '--- x',
        '----',
        '...',
        '....',
        ' ---',
        'a: b',
        '- c',
        '',
        '\r',
        '---\r',
        '...\r',
      ),
      fc.string({ maxLength: 6 }).filter((text) => !/[^\x20-\x7e]/.test(text)),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(line, { maxLength: 12 }), fc.boolean(), async (lines, ends) => {
        const text = lines.join('\n') + (ends ? '\n' : '');
        const { value } = await go.ask({ operation: 'split', text });
        expect(splitDocuments(text).documents.map(({ data }) => data)).toEqual(value);
      }),
      { numRuns: 500 },
    );
  });

  /** Compares a document, or says that both refuse it. */
  async function compare(text: string): Promise<void> {
    const { value, error } = await go.ask({ operation: 'decode', text, schema: toGo(schemaFor(text)) });
    let ours: unknown;
    try {
      ours = withoutZeros(parseDroneFile(text).resources[0], schemaFor(text));
    } catch (refusal) {
      // What this reader does not read the same way, it refuses; the codes say which is which.
      if ((refusal as UnreadableFileError).code === 'unsupported-yaml') return;
      expect.soft(error, `only we refuse (${String(refusal)}):\n${text}`).toBeDefined();
      return;
    }
    expect.soft(error, `only Go refuses:\n${text}`).toBeUndefined();
    expect.soft(ours, text).toEqual(value);
  }

  test.each(CASES)('%s is read alike', async (_title, text) => {
    await compare(text);
  });

  test('any scalar in any field is read alike, or refused by both', async () => {
    const scalar = fc.oneof(
      fc.constantFrom(...SCALARS),
      fc.string({
        unit: fc.constantFrom(...Array.from('01289.-+_eExob:~ynYNtrufalse')),
        minLength: 1,
        maxLength: 7,
      }),
    );
    const field = fc.constantFrom(
      'name: X',
      'steps: [{ name: X }]',
      'steps:\n- privileged: X',
      'clone: { depth: X }',
      'steps:\n- mem_limit: X',
      'steps:\n- environment: { A: X }',
      'steps:\n- settings: { A: X, B: [X], C: { D: X } }',
      'steps:\n- commands: [a, X]',
      'trigger: { branch: X }',
      'trigger: { branch: { include: [X], exclude: [b] } }',
      'environment: { A: X }',
    );
    await fc.assert(
      fc.asyncProperty(field, scalar, async (template, value) => {
        await compare(`kind: pipeline\ntype: docker\n${template.replaceAll('X', value)}\n`);
      }),
      { numRuns: Number(process.env['READING_RUNS'] ?? 2000) },
    );
  });

  test('what the formatter writes is read alike, whatever it holds', async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryResource, async (resource) => {
        await compare(formatDroneFile([resource]));
      }),
      { numRuns: 500 },
    );
  });

  test.each(['\r', '\u0085', '\u2028', '\u2029'])(
    'a title with %j in it becomes a step (A07)',
    async (lineBreak) => {
      const text = `${HEAD}steps:\n- name: say\n  image: x\n  commands: ['echo "\${TITLE}"']\n`;
      const title = ['x"\']', '- name: evil', '  image: evil', '  privileged: true # '].join(lineBreak);
      const { value: substituted } = await go.ask({
        operation: 'substitute',
        text,
        values: { TITLE: title },
      });
      const { value } = await go.ask({
        operation: 'decode',
        text: substituted,
        schema: toGo(schemaFor(text)),
      });
      expect(value).toMatchObject({ steps: [{ name: 'say' }, { name: 'evil', privileged: true }] });
      expect(() => parseDroneFile(String(substituted))).toThrow(
        expect.objectContaining({ code: 'unreadable-text' }),
      );
    },
  );

  test('two dollars are left alone, one is replaced, as findSubstitutions says', async () => {
    for (const text of ['${A}', '$${A}', '$$${A}', '$$$${A}', '$A', '\\${A}', '${A:-x}', '${#A}']) {
      const { value } = await go.ask({ operation: 'substitute', text, values: { A: '<v>' } });
      const isReplaced = /<v>|^3$/.test(String(value));
      expect([text, findSubstitutions(text).length > 0]).toEqual([text, isReplaced]);
    }
  });

  test('any pattern matches any value alike', async () => {
    const unit = fc.constantFrom(...Array.from('ab/*?[]^-{},\\é'));
    const value = fc.string({ unit: fc.constantFrom(...Array.from('ab/é-,')), maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(fc.string({ unit, maxLength: 9 }), value, async (pattern, text) => {
        const { value: matched } = await go.ask({ operation: 'match', pattern, text });
        expect(matchesPattern(pattern, text), JSON.stringify([pattern, text])).toBe(matched);
      }),
      { numRuns: 5000 },
    );
  });

  test('any size is counted alike', async () => {
    const size = fc.oneof(
      fc.constantFrom(
        '512MiB',
        '1g',
        '1.5gb',
        '1 KB',
        '10',
        '1kib',
        '1x',
        '',
        ' 1',
        '1  k',
        '.5g',
        '-1',
        '1tb',
        '2PiB',
        '1b',
        '1ib',
      ),
      fc.string({ unit: fc.constantFrom(...Array.from('12.0 kKmMgGtTpPiIbB-')), maxLength: 6 }),
    );
    await fc.assert(
      fc.asyncProperty(size, async (text) => {
        const schema = { type: 'object', fields: { size: { type: 'bytes' } } };
        const { value, error } = await go.ask({ operation: 'decode', text: `size: "${text}"`, schema });
        const counted = error ? undefined : ((value as { size?: number } | null)?.size ?? 0);
        expect(parseByteSize(text), JSON.stringify(text)).toBe(counted);
      }),
      { numRuns: 1000 },
    );
  });
});
