import { expect, test } from 'vitest';
import { formatWireName } from '../rdata/fields/domain-name.ts';
import { isInZone } from './is-in-zone.ts';
import { encodeName } from './encode-name.ts';
import { writeName } from './write-name.ts';

const origin = encodeName('example.');

function write(text: string, withOrigin: Uint8Array | undefined = origin): string {
  const out = new Uint8Array(300);
  const bytes = Buffer.from(text, 'latin1');
  return formatWireName(out.subarray(3, 3 + writeName(bytes, 0, bytes.length, withOrigin, out, 3)));
}

test.each([
  ['www', 'www.example.'],
  ['www.', 'www.'],
  ['@', 'example.'],
  ['.', '.'],
  ['a.b', 'a.b.example.'],
  ['\\065bc.', 'Abc.'],
  ['sp\\ ace.', 'sp\\032ace.'],
  ['a\\.b.', 'a\\.b.'],
  ['\\@.', '\\@.'],
  ['a@.', 'a\\@.'],
  ['x\\[.', 'x[.'],
  ['caf\u00e9.', 'caf\\233.'],
])('%s is read as %s', (text, name) => {
  expect(write(text)).toBe(name);
});

const label = 'a'.repeat(63);
const longest = `${label}.${label}.${label}.${'a'.repeat(61)}.`;

test('a name may have 255 bytes', () => {
  expect(write(longest)).toBe(longest);
});

test.each([
  ['a..b', 'empty label'],
  ['.a', 'empty label'],
  ['', 'an empty name'],
  [`${label}a`, 'more than 63 bytes'],
  [`b.${longest}`, 'longer than 255 bytes'],
  [`${label}.${label}.${label}.${'a'.repeat(58)}`, 'longer than 255 bytes'],
  ['a\\', 'ends in a backslash'],
  ['a\\25', 'without three digits'],
  ['\\256', 'above 255'],
  ['\\[x', 'bit-string'],
])('%j is refused: %s', (text, message) => {
  expect(() => write(text)).toThrow(message);
});

test('without an origin a relative name is refused', () => {
  const out = new Uint8Array(300);
  expect(() => writeName(Buffer.from('a'), 0, 1, undefined, out, 0)).toThrow('no origin');
  expect(() => writeName(Buffer.from('@'), 0, 1, undefined, out, 0)).toThrow('no origin');
});

test.each([
  ['example.', true],
  ['a.EXAMPLE.', true],
  ['aexample.', false],
  ['example.net.', false],
  ['.', false],
  ['\\007example.', false],
])('whether %s lies in example.: %s', (name, isIn) => {
  const wire = encodeName(name);
  expect(isInZone(wire, wire.length, origin)).toBe(isIn);
});
