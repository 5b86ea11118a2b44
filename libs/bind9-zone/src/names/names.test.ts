import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeName } from './decode-name.ts';
import { encodeName } from './encode-name.ts';
import { InvalidNameError } from './errors.ts';
import { canonicalName, compareNames, isSameName, isSubdomain, parentName } from './name-relations.ts';

/** Wire names: labels of any bytes, within 255 bytes. */
const wireNames = fc
  .array(fc.uint8Array({ minLength: 1, maxLength: 63 }), { maxLength: 8 })
  .filter((labels) => labels.reduce((sum, label) => sum + label.length + 1, 1) <= 255)
  .map((labels) => Uint8Array.from([...labels.flatMap((label) => [label.length, ...label]), 0]));

test('any name on the wire survives being printed and read again', () => {
  fc.assert(
    fc.property(wireNames, (wire) => {
      const { name, end } = decodeName(wire, 0);
      expect(end).toBe(wire.length);
      expect(name).toMatch(/^[!-~]+$/);
      expect(encodeName(name)).toEqual(wire);
    }),
  );
});

test('any text is either a name of at most 255 bytes or refused with InvalidNameError', () => {
  const text = fc.string({
    unit: fc.constantFrom('a', 'B', '.', '\\', '0', '2', '9', '@', ' ', 'é'),
    maxLength: 300,
  });
  fc.assert(
    fc.property(text, (name) => {
      try {
        const wire = encodeName(name);
        expect(wire.length).toBeLessThanOrEqual(255);
        expect(decodeName(wire, 0).end).toBe(wire.length);
      } catch (error) {
        expect(error).toBeInstanceOf(InvalidNameError);
      }
    }),
  );
});

test('reading a name from any bytes ends, with a name or with InvalidNameError', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 600 }), fc.nat(600), (message, offset) => {
      try {
        expect(encodeName(decodeName(message, offset).name).length).toBeLessThanOrEqual(255);
      } catch (error) {
        expect(error).toBeInstanceOf(InvalidNameError);
      }
    }),
  );
});

test.each([
  ['example.org', 'example.org.'],
  ['Example.ORG.', 'Example.ORG.'],
  ['.', '.'],
  ['\\065bc.example.', 'Abc.example.'],
  ['sp\\ ace.example.', 'sp\\032ace.example.'],
  ['a\\.b.example.', 'a\\.b.example.'],
  ['a\\046b.example.', 'a\\.b.example.'],
  ['tab\\009.example.', 'tab\\009.example.'],
  ['\\200.example.', '\\200.example.'],
  ['\\000.example.', '\\000.example.'],
  ['\\@.\\$x.\\(\\).\\;.\\".\\\\.', '\\@.\\$x.\\(\\).\\;.\\".\\\\.'],
])('%s is printed as %s', (given, printed) => {
  expect(decodeName(encodeName(given), 0).name).toBe(printed);
});

test.each([
  ['', 'an empty label'],
  ['a..b', 'an empty label'],
  ['.a', 'an empty label'],
  ['..', 'an empty label'],
  [`${'x'.repeat(64)}.example`, '63 bytes'],
  [`${`${'x'.repeat(63)}.`.repeat(3)}${'x'.repeat(62)}`, '255 bytes'],
  ['a\\', 'broken escape'],
  ['a\\25.b', 'broken escape'],
  ['a\\256.b', 'broken escape'],
  ['bücher.example', 'not ASCII'],
])('%s is refused', (name, reason) => {
  expect(() => encodeName(name)).toThrow(InvalidNameError);
  expect(() => encodeName(name)).toThrow(reason);
});

test('a name of exactly 255 bytes is accepted', () => {
  const name = `${`${'x'.repeat(63)}.`.repeat(3)}${'x'.repeat(61)}.`;
  expect(encodeName(name)).toHaveLength(255);
});

describe('compression', () => {
  const message = Uint8Array.from([
    ...encodeName('example.org'),
    3,
    0x77,
    0x77,
    0x77,
    0xc0,
    0,
    0xc0,
    13,
    0xc0,
    21,
  ]);

  test('a pointer is followed and the end is where the pointer stood', () => {
    expect(decodeName(message, 13)).toEqual({ name: 'www.example.org.', end: 19 });
  });

  test('a pointer to a pointer is followed', () => {
    expect(decodeName(message, 19)).toEqual({ name: 'www.example.org.', end: 21 });
  });

  test('a pointer to itself is refused', () => {
    expect(() => decodeName(message, 21)).toThrow('does not lead back');
  });

  test('two pointers to each other are refused', () => {
    expect(() => decodeName(Uint8Array.from([0xc0, 2, 0xc0, 0]), 2)).toThrow('does not lead back');
  });

  test('a run of labels that leads into itself is refused', () => {
    expect(() => decodeName(Uint8Array.from([1, 0x61, 0xc0, 0]), 0)).toThrow('does not lead back');
  });
});

test('names are the same whatever their case, dot at the end and way of escaping', () => {
  expect(isSameName('Example.ORG', 'example.org.')).toBe(true);
  expect(isSameName('\\101xample.org', 'example.org.')).toBe(true);
  expect(isSameName('a\\.b.org', 'a.b.org')).toBe(false);
  expect(canonicalName('WWW.\\069xample.org')).toBe('www.example.org.');
  expect(canonicalName('.')).toBe('.');
});

test('a subdomain is told by whole labels', () => {
  expect(isSubdomain('a.example.org', 'EXAMPLE.org.')).toBe(true);
  expect(isSubdomain('example.org', 'example.org')).toBe(true);
  expect(isSubdomain('badexample.org', 'example.org')).toBe(false);
  expect(isSubdomain('a\\.example.org', 'example.org')).toBe(false);
  expect(isSubdomain('org', 'example.org')).toBe(false);
  expect(isSubdomain('org', '.')).toBe(true);
});

test('the parent of a name lacks its first label; the root has none', () => {
  expect(parentName('a\\.b.example.org')).toBe('example.org.');
  expect(parentName('org')).toBe('.');
  expect(parentName('.')).toBeUndefined();
});

test('names sort as in RFC 4034 section 6.1', () => {
  const sorted = [
    'example.',
    'a.example.',
    'yljkjljk.a.example.',
    'Z.a.example.',
    'zABC.a.EXAMPLE.',
    'z.example.',
    '\\001.z.example.',
    '*.z.example.',
    '\\200.z.example.',
  ];
  expect(sorted.toReversed().sort(compareNames)).toEqual(sorted);
});
