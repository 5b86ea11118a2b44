import { isIPv4, isIPv6 } from 'node:net';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatIpv4, formatIpv6, readIpv4, readIpv6 } from './addresses.ts';

const bytes = (text: string): Uint8Array => Buffer.from(text, 'latin1');
const out = new Uint8Array(16);

test('every IPv4 address is read as it was printed', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 4, maxLength: 4 }), (address) => {
      const text = bytes(formatIpv4(address));
      expect(readIpv4(text, 0, text.length, out, 0)).toBe(true);
      expect(out.slice(0, 4)).toEqual(address);
    }),
  );
});

test('every IPv6 address is read as it was printed', () => {
  const group = fc.oneof(fc.constant(0), fc.constant(0), fc.constant(0xffff), fc.nat(0xffff));
  fc.assert(
    fc.property(fc.array(group, { minLength: 8, maxLength: 8 }), (groups) => {
      const address = Uint8Array.from(groups.flatMap((value) => [value >> 8, value & 0xff]));
      const text = bytes(formatIpv6(address));
      expect(readIpv6(text, 0, text.length, out, 0)).toBe(true);
      expect(out).toEqual(address);
    }),
    { numRuns: 500 },
  );
});

test('texts are addresses if and only if the system thinks so', () => {
  const piece = fc.constantFrom(
    '0',
    '1',
    '25',
    '255',
    '256',
    '01',
    'ff',
    'abcd',
    '12345',
    '.',
    ':',
    '::',
    '%',
    '',
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 10 }), (pieces) => {
      const text = pieces.join('');
      const isScoped = text.includes('%');
      expect([text, readIpv4(bytes(text), 0, text.length, out, 0)]).toEqual([text, isIPv4(text)]);
      expect([text, readIpv6(bytes(text), 0, text.length, out, 0)]).toEqual([
        text,
        isIPv6(text) && !isScoped,
      ]);
    }),
    { numRuns: 2000 },
  );
});
