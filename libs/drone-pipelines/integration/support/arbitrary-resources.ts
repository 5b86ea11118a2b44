import fc from 'fast-check';
import type { Resource } from '../../src/build/resource.ts';
import { otherSchemas, pipelineSchemas } from '../../src/reader/pipeline-schemas.ts';
import type { ObjectSchema, Schema } from '../../src/reader/schema.ts';

const TRICKY = [
  ...[
    'yes',
    'no',
    'null',
    '~',
    'Null',
    '',
    ' ',
    'true',
    '0',
    '007',
    '0o7',
    '1.10',
    '1e3',
    '.5',
    '.inf',
    '<<',
    '=',
    '1_0',
  ],
  ...[
    '- a',
    '? a',
    ': a',
    ':a',
    'a: b',
    'a:',
    'a #b',
    '#a',
    '&a',
    '*a',
    '!a',
    '|',
    '>',
    '%a',
    '@a',
    '`a`',
    '{a}',
    '[a',
    'a,b',
  ],
  ...[
    '---',
    '--- a',
    '...',
    '...a',
    'a\n---\nb',
    'a\n...\nb',
    'a\nb',
    'a\nb\n',
    'a\n\nb',
    '\na',
    'a\n\n',
    'a\n ',
    ' a\nb',
  ],
  ...[
    'a\tb',
    '\ta',
    'a\rb',
    'a\u0085b',
    'a\u2028b',
    '\ufeffa',
    'a\u0000b',
    '"a"',
    "it's",
    'a\\b',
    '\'"\\',
    'é',
    '😀',
    '$${A}',
  ],
  ...[
    '12:30',
    '2001-01-01',
    'echo "a: b" # c',
    'a  b',
    'a ',
    '-',
    '-a',
    '+',
    '$',
    '(a)',
    'x-y',
    '__proto__',
    'constructor',
  ],
];

const text = fc.oneof(
  fc.constantFrom(...TRICKY),
  fc.string({ maxLength: 12 }),
  fc.string({ unit: 'grapheme', maxLength: 8 }),
  fc.string({ unit: fc.constantFrom('a', ' ', '\n', '-', ':', '#', "'", '"', '.'), maxLength: 10 }),
);
const key = fc.oneof(fc.constantFrom(...TRICKY), fc.string({ maxLength: 6 }));
const scalar = fc.oneof(
  text,
  fc.boolean(),
  fc.integer(),
  fc.double({ noNaN: true }).map((value) => (value === 0 ? 0 : value)),
  fc.constant(null),
);
const json = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    scalar,
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(key, tie('value'), { maxKeys: 3, noNullPrototype: true }),
  ),
})).value;
const parameter = fc.oneof(
  json.filter((value) => value !== null && !hasFromSecret(value)),
  fc.record({ from_secret: fc.stringMatching(/^[a-z]{1,5}$/) }),
);
const condition = fc.oneof(
  text.filter((value) => value !== ''),
  fc.array(text, { maxLength: 3 }),
  fc.record(
    { include: fc.array(text, { maxLength: 2 }), exclude: fc.array(text, { maxLength: 2 }) },
    { requiredKeys: [] },
  ),
);

function hasFromSecret(value: unknown): boolean {
  return (
    typeof value === 'object' &&
    value !== null &&
    (Object.hasOwn(value, 'from_secret') || Object.values(value).some(hasFromSecret))
  );
}

/** Any value that a schema allows, with text chosen to be hard to quote. */
function arbitraryOf(schema: Schema): fc.Arbitrary<unknown> {
  switch (schema.type) {
    case 'string':
      return text;
    case 'boolean':
      return fc.boolean();
    case 'integer':
      return fc.integer();
    case 'number':
      return fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => (value === 0 ? 0 : value));
    case 'bytes':
      return fc.oneof(fc.nat(), fc.constantFrom('1gib', '512MiB', '10', '1.5g', '2 kb'));
    case 'variable':
      return fc.oneof(text, fc.record({ from_secret: fc.stringMatching(/^[a-z]{1,5}$/) }));
    case 'parameter':
      return parameter;
    case 'condition':
      return condition;
    case 'integerOrObject':
      return fc.oneof(fc.nat(), arbitraryOf(schema.object));
    case 'stringOrObject':
      return fc.oneof(text, arbitraryOf(schema.object));
    case 'list':
      return fc.array(arbitraryOf(schema.item), { maxLength: 3 });
    case 'map':
      return fc.dictionary(key, arbitraryOf(schema.value), { maxKeys: 3, noNullPrototype: true });
    case 'object':
      return objectOf(schema, {});
  }
}

function objectOf(
  schema: ObjectSchema,
  fixed: Record<string, fc.Arbitrary<unknown>>,
): fc.Arbitrary<Record<string, unknown>> {
  const fields = Object.fromEntries([...schema.fields].map(([name, field]) => [name, arbitraryOf(field)]));
  return fc.record({ ...fields, ...fixed }, { requiredKeys: Object.keys(fixed), noNullPrototype: true });
}

/** Any resource that the reader can give; no rule of Drone's is respected. */
export const arbitraryResource: fc.Arbitrary<Resource> = fc.oneof(
  ...Object.entries(pipelineSchemas).map(([type, schema]) =>
    objectOf(schema, { kind: fc.constant('pipeline'), type: fc.constant(type) }),
  ),
  ...Object.entries(otherSchemas).map(([kind, schema]) => objectOf(schema, { kind: fc.constant(kind) })),
) as unknown as fc.Arbitrary<Resource>;
