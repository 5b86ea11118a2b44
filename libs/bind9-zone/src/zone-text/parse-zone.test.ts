import { expect, test } from 'vitest';
import { formatCanonical } from './format-canonical.ts';
import { ZoneRefusedError } from './errors.ts';
import { acceptZone, finishParse, parseZone, startParse } from './parse-zone.ts';
import { parseSteps } from './parse-steps.ts';
import { ZoneIndex } from '../zone/zone-index.ts';
import type { Zone } from '../zone/zone.ts';

const head = '$TTL 1h\n@ SOA ns1 admin 1 1h 15m 1w 1h\n@ NS ns1\n';
const zoneOf = (text: string): Zone => parseZone(head + text, { origin: 'example.' });
const lines = (text: string): string[] =>
  formatCanonical(zoneOf(text))
    .split('\n')
    .slice(2, -1)
    .map((line) => line.replaceAll(/\s+/g, ' '));

/** What is wrong with a text: `line: message`. */
function refusals(text: string): string[] {
  try {
    zoneOf(text);
    return [];
  } catch (error) {
    if (!(error instanceof ZoneRefusedError)) throw error;
    return error.findings
      .filter(({ severity }) => severity === 'error')
      .map(({ line, code, message }) => `${line} ${code}: ${message}`);
  }
}

test('owners, TTLs and classes are inherited and may stand in any order', () => {
  expect(lines('a 60 IN A 192.0.2.1\n  IN 1h30m AAAA ::1\n TXT x\n')).toEqual([
    'a.example. 60 IN A 192.0.2.1',
    'a.example. 3600 IN TXT "x"',
    'a.example. 5400 IN AAAA ::1',
  ]);
});

test('an owner may be called like a class or a TTL', () => {
  expect(lines('IN A 192.0.2.1\n300 A 192.0.2.2\n')).toEqual([
    '300.example. 3600 IN A 192.0.2.2',
    'IN.example. 3600 IN A 192.0.2.1',
  ]);
});

test('a record set has one TTL and no duplicates; names keep their case', () => {
  expect(lines('Www 60 MX 10 Mail\nWww 90 MX 10 mail\nWww 90 MX 5 x\n')).toEqual([
    'Www.example. 60 IN MX 5 x.example.',
    'Www.example. 60 IN MX 10 mail.example.',
  ]);
});

test('a text is the same zone in whatever pieces it comes', () => {
  const text = `${head}a TXT "quoted ; text" ( ; comment\n "more" )\nb A 192.0.2.1\n\n$ORIGIN c\n@ MX 10 x\n`;
  const whole = formatCanonical(parseZone(text, { origin: 'example.' }));
  for (const size of [1, 2, 3, 7, 20, 64]) {
    const index = new ZoneIndex();
    const state = startParse({ origin: 'example.' }, 'pieces', index);
    const bytes = Buffer.from(text);
    let at = 0;
    const steps = parseSteps(state);
    let step = steps.next();
    while (step.done !== true) {
      let answer = 0;
      if (step.value.ask === 'read') {
        answer = Math.min(size, bytes.length - at);
        step.value.into.set(bytes.subarray(at, at + answer));
        at += answer;
      }
      step = steps.next(answer);
    }
    expect(formatCanonical(acceptZone(state, finishParse(state, index)))).toBe(whole);
  }
});

test('errors are all told, each with its line, and the text behind them is read on', () => {
  expect(
    refusals('a A 1.2.3\nb FOO x\n( c A\n 1.2.3.4 x )\n"\nd CH A 192.0.2.1\ne.. A 192.0.2.1\n$FOO\nf\n'),
  ).toEqual([
    '4 syntax: expected an IPv4 address, met "1.2.3"',
    '5 unknown-type: an unknown record type "FOO"',
    '7 syntax: expected the end of the record, met "x"',
    '8 syntax: a quoted string that is not closed on its line',
    '9 wrong-class: a record of class CH in a zone of class IN',
    '10 syntax: a name with an empty label',
    '11 unknown-directive: an unknown directive "$FOO"',
    '12 syntax: a name without a record',
  ]);
});

test.each([
  ['a MD x\n', 'obsolete-type'],
  ['a TKEY x\n', 'meta-type'],
  ['a SOA a b 1 2 3 4 5\n', 'soa-not-at-top'],
  ['@ DS 1 8 99 AABB\n', 'at-top'],
  ['$INCLUDE x\n', 'unreadable'],
  ['$TTL 1h', 'syntax'],
])('%j is refused: %s', (text, code) => {
  expect(refusals(text)[0]).toContain(` ${code}: `);
});

test('a record before any TTL is refused; an SOA takes its last number', () => {
  expect(() => parseZone('a A 192.0.2.1\n', { origin: 'example.' })).toThrow('no TTL');
  const zone = parseZone('@ SOA a b 1 2 3 4 77\n@ NS a\n', { origin: 'example.' });
  expect([...zone.records()].map(({ ttlSeconds }) => ttlSeconds)).toEqual([77, 77]);
  expect(zone.warnings.map(({ code }) => code)).toEqual(['ttl-from-soa']);
});

test('what is included has its own origin and owner, and gives the old ones back', () => {
  const zone = parseZone(`${head}a A 192.0.2.1\n$INCLUDE sub.inc sub\n  TXT x\n`, {
    origin: 'example.',
    include: (path) => (path === 'sub.inc' ? 'b A 192.0.2.2\n$ORIGIN deeper\n@ A 192.0.2.3\n' : ''),
  });
  expect([...zone.records()].map(({ name, type }) => `${name} ${type}`).slice(2)).toEqual([
    ...['a.example. A', 'a.example. TXT', 'b.sub.example. A', 'deeper.sub.example. A'],
  ]);
});

test('generated records are made for each number', () => {
  expect(lines('$GENERATE 1-3/2 h$ MX "${0,2} x$"\n')).toEqual([
    'h1.example. 3600 IN MX 1 x1.example.',
    'h3.example. 3600 IN MX 3 x3.example.',
  ]);
});

test('severities turn warnings into errors, or silence them', () => {
  const text = `${head}a NS 192.0.2.1\n`;
  const parse = (severity: 'error' | 'ignore' | 'warning'): Zone =>
    parseZone(text, { origin: 'example.', severities: { 'ns-is-address': severity } });
  expect(() => parse('error')).toThrow('192.0.2.1 is an address');
  expect(parse('ignore').warnings).toEqual([]);
  expect(parse('warning').warnings.map(({ code }) => code)).toEqual(['ns-is-address']);
});
