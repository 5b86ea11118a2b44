import { expect, test } from 'vitest';
import { compareRdata } from './compare-rdata.ts';
import { formatRdata } from './format-rdata.ts';
import { copyRdata, parseRdata } from './parse-rdata.ts';
import { recordTypes } from './record-types.ts';
import { className, typeName, typeNumber } from './type-names.ts';
import { WireReader } from './wire-reader.ts';
import { WireWriter } from './wire-writer.ts';

const hex = (wire: Uint8Array): string => Buffer.from(wire).toString('hex');

test.each([
  ['A', '192.0.2.7', 'c0000207'],
  ['AAAA', '2001:db8::7', '20010db8000000000000000000000007'],
  ['MX', '10 mail.example.', '000a046d61696c076578616d706c6500'],
  ['TXT', '"a b" c\\065', '03612062026341'],
  ['SRV', '0 1 9 a.', '00000001000901' + '6100'],
  ['CAA', '0 issue "ca"', '000569737375656361'],
  ['TYPE65280', '\\# 4 ( 0a00\n0001 )', '0a000001'],
  ['DS', '1 8 99 AABB', '00010863aabb'],
  ['NSEC', 'a. A TYPE257', '016100' + '000140' + '010140'],
  ['APL', '1:10.0.0.0/8 !2:::/0', '000108010a00020080'],
  ['LOC', '60 9 N 24 39 E 10', '001216138ce82360854a10a000989a68'],
])('%s %s is %s on the wire', (type, text, wire) => {
  expect(hex(parseRdata(type, text))).toBe(wire);
});

// RFC 9460 appendix D.
test.each([
  ['0 foo.example.com.', '000003666f6f076578616d706c6503636f6d00'],
  ['1 .', '000100'],
  ['16 foo.example.com. port=53', '001003666f6f076578616d706c6503636f6d00000300020035'],
  ['1 foo.example.com. key667=hello', '000103666f6f076578616d706c6503636f6d00029b000568656c6c6f'],
  [
    '1 foo.example.com. key667="hello\\210qoo"',
    '000103666f6f076578616d706c6503636f6d00029b000968656c6c6fd2716f6f',
  ],
  [
    '1 foo.example.com. ipv6hint="2001:db8::1,2001:db8::53:1"',
    '000103666f6f076578616d706c6503636f6d000006002020010db800000000000000000000000120010db8000000000000000000530001',
  ],
  [
    '16 foo.example.org. alpn=h2,h3-19 mandatory=ipv4hint,alpn ipv4hint=192.0.2.1',
    '001003666f6f076578616d706c65036f7267000000000400010004000100090268320568332d313900040004c0000201',
  ],
  [
    '16 foo.example.org. alpn="f\\\\\\\\oo\\\\,bar,h2"',
    '001003666f6f076578616d706c65036f7267000001000c08665c6f6f2c626172026832',
  ],
])('SVCB %s is as RFC 9460 has it', (text, wire) => {
  expect(hex(parseRdata('SVCB', text))).toBe(wire);
  expect(hex(parseRdata('SVCB', formatRdata('SVCB', parseRdata('SVCB', text))))).toBe(wire);
});

test.each([
  ['A', '192.0.2.256', 'expected an IPv4 address, met "192.0.2.256"'],
  ['MX', '10', 'the mail exchange is missing'],
  ['MX', '65536 a.', 'the preference from 0 to 65535'],
  ['A', '192.0.2.1 x', 'expected the end of the record, met "x"'],
  ['TXT', `"${'a'.repeat(256)}"`, 'at most 255 fit'],
  ['SVCB', '1 . alpn=h2 alpn=h3', 'given twice'],
  ['SVCB', '1 . mandatory=alpn', 'mandatory but not given'],
  ['HINFO', 'a', 'the operating system is missing'],
  ['TYPE65280', 'x', 'write it as \\# LENGTH HEX'],
  ['TYPE65280', '\\# 2 00', 'where 2 are announced'],
  ['A', '\\# 3 000000', 'ends early'],
  ['NOSUCH', 'x', 'an unknown record type "NOSUCH"'],
  ['NS', 'relative', 'a relative name where there is no origin'],
])('%s %s is refused: %s', (type, text, message) => {
  expect(() => parseRdata(type, text)).toThrow(message);
});

test('data that does not fit its type is not printed', () => {
  expect(() => formatRdata('A', new Uint8Array(3))).toThrow('ends early');
  expect(() => formatRdata('A', new Uint8Array(5))).toThrow('1 bytes too many');
});

test('a compressed name is expanded where the type allows it', () => {
  const message = Buffer.from('076578616d706c6500000a046d61696cc000', 'hex');
  const mx = recordTypes.get(15)!;
  const out = new WireWriter();
  copyRdata(mx, new WireReader(message, 9, message.length), out, true);
  expect(formatRdata(15, out.take())).toBe('10 mail.example.');
  expect(() => copyRdata(mx, new WireReader(message, 9, message.length), new WireWriter(), false)).toThrow(
    'compressed',
  );
});

test('a name that points at itself, or forward, is refused', () => {
  const cname = recordTypes.get(5)!;
  for (const wire of ['c000', 'c002c000', '01610161c000']) {
    const message = Buffer.from(wire, 'hex');
    expect(() => copyRdata(cname, new WireReader(message), new WireWriter(), true)).toThrow();
  }
});

test('records compare without the case of names, where that does not count', () => {
  const compare = (type: string, left: string, right: string): number =>
    compareRdata(recordTypes.get(typeNumber(type)!), parseRdata(type, left), parseRdata(type, right));
  expect(compare('MX', '10 Mail.', '10 mAIL.')).toBe(0);
  expect(compare('TXT', 'a', 'A')).not.toBe(0);
  expect(compare('SVCB', '1 a.', '1 A.')).not.toBe(0);
  expect(compare('A', '192.0.2.1', '192.0.2.2')).toBeLessThan(0);
});

test('types and classes have their names, or a number', () => {
  expect([typeNumber('mx'), typeNumber('TYPE15'), typeNumber('TYPE65536'), typeNumber('x')]).toEqual([
    ...[15, 15, undefined, undefined],
  ]);
  expect([typeName(257), typeName(65280), className(1), className(9)]).toEqual([
    'CAA',
    'TYPE65280',
    'IN',
    'CLASS9',
  ]);
});
