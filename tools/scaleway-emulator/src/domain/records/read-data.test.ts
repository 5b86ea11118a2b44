import { expect, test } from 'vitest';

import { readData } from './read-data.ts';

const read = (type: string, data: string, priority = 0): string | undefined =>
  readData({ type, data, priority }, 'example.com');

test('addresses must be addresses of the right family', () => {
  expect([read('A', '192.0.2.7'), read('A', '2001:db8::7'), read('A', '192.0.2')]).toEqual([
    '192.0.2.7',
    undefined,
    undefined,
  ]);
  expect([read('AAAA', '2001:db8::7'), read('AAAA', '192.0.2.7')]).toEqual(['2001:db8::7', undefined]);
});

test('host names are completed, so that a forgotten dot shows', () => {
  expect(read('NS', 'ns1.hunt.example.com.')).toBe('ns1.hunt.example.com.');
  expect(read('CNAME', 'ns1.hunt.example.com')).toBe('ns1.hunt.example.com.example.com.');
  expect(read('PTR', 'not a name')).toBeUndefined();
});

test('the priority goes before the data of MX and SRV records, once', () => {
  expect(read('MX', 'aspmx.l.google.com.', 1)).toBe('1 aspmx.l.google.com.');
  expect(read('MX', '1 aspmx.l.google.com.', 5)).toBe('5 aspmx.l.google.com.');
  expect(read('MX', 'first aspmx.l.google.com. last')).toBeUndefined();
  expect(read('SRV', '60 5060 sip', 10)).toBe('10 60 5060 sip.example.com.');
  expect(read('SRV', '10 60 5060 sip.example.com.', 10)).toBe('10 60 5060 sip.example.com.');
  expect([read('SRV', '5060 sip'), read('SRV', '60 70000 sip')]).toEqual([undefined, undefined]);
});

test('text is quoted where it is not, escaped, and cut into strings of 255 bytes', () => {
  expect(read('TXT', 'v=spf1 -all')).toBe('"v=spf1 -all"');
  expect(read('TXT', '"one" "two"')).toBe('"one" "two"');
  expect(read('TXT', 'say "é" \\')).toBe('"say \\"\\195\\169\\" \\\\"');
  expect(read('TXT', 'a'.repeat(300))).toBe(`"${'a'.repeat(255)}" "${'a'.repeat(45)}"`);
  expect(read('TXT', 'two\nlines')).toBeUndefined();
});

test('other types are taken as they are, on one line', () => {
  expect(read('CAA', '0 issue "letsencrypt.org"')).toBe('0 issue "letsencrypt.org"');
  expect(read('CAA', '0 issue\n')).toBeUndefined();
});
