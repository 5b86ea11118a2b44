import { expect, test } from 'vitest';
import { checkZoneText, type ZoneReport } from '../check/check-zone-text.ts';
import type { ParseLimits } from './parse-limits.ts';

const head = '$TTL 1h\n@ SOA ns1 admin 1 1h 15m 1w 1h\n@ NS ns1.example.net.\n';
const check = (text: string, limits: Partial<ParseLimits> = {}, file = text): ZoneReport =>
  checkZoneText(Buffer.from(head + text, 'latin1'), { origin: 'example.', limits, include: () => file });
const codes = (report: ZoneReport): string[] => [...new Set(report.findings.map(({ code }) => code))];

test('a file that includes itself is refused', () => {
  expect(codes(check('$INCLUDE x\n'))).toEqual(['too-many-includes']);
});

test('files that include each other twice are refused before they are as many as grains of sand', () => {
  const twice = '$INCLUDE x\n$INCLUDE x\n';
  expect(codes(check(twice, { maxIncludeDepth: 1000, maxIncludes: 50 }))).toEqual(['too-many-includes']);
});

test('records are not generated without end', () => {
  expect(codes(check('$GENERATE 0-2147483647 a$ A 192.0.2.1\n'))).toEqual(['limit']);
  expect(codes(check('$GENERATE 1-6 a$ A 192.0.2.1\n'.repeat(3), { maxGenerated: 10 }))).toEqual(['limit']);
});

test('an entry without an end is given up', () => {
  const open = `a TXT ( ${'x '.repeat(1000)}`;
  expect(codes(check(open, { maxEntryBytes: 1500 }))).toEqual(['entry-too-long']);
});

test('records are counted', () => {
  expect(codes(check('a A 192.0.2.1\nb A 192.0.2.1\n', { maxRecords: 3 }))).toEqual(['limit']);
});

test('of very many errors the first are told', () => {
  const report = check('x y z\n'.repeat(10_000));
  expect(report.findings).toHaveLength(100);
  expect(report.isAccepted).toBe(false);
});

test('of very many warnings the first are told, the others counted', () => {
  const text = Array.from({ length: 300 }, (_, index) => `x_${index} A 192.0.2.1\n`).join('');
  const report = check(text);
  expect([report.findings.length, report.leftOutCount, report.isAccepted]).toEqual([100, 200, true]);
});

test.each([
  ['NUL bytes', '\0'.repeat(200_000)],
  ['quotes', '"'.repeat(200_000)],
  ['backslashes', '\\'.repeat(200_000)],
  ['parentheses', `${'('.repeat(100_000)}${')'.repeat(100_000)}`],
  ['closing parentheses', ')'.repeat(200_000)],
  ['carriage returns', '\r'.repeat(200_000)],
  ['all bytes', Array.from({ length: 100_000 }, (_, index) => String.fromCharCode(index & 0xff)).join('')],
  ['a name of many labels', `${'a.'.repeat(100_000)} A 192.0.2.1\n`],
  ['a long word', `a TXT ${'x'.repeat(200_000)}\n`],
  ['a long number', `a MX ${'9'.repeat(200_000)} x\n`],
  ['a long template', `a SVCB 1 . dohpath=/${'{'.repeat(60_000)}\n`],
  ['a long expression', `a NAPTR 1 1 a b "!${'('.repeat(120)}a${'*)'.repeat(100)}!x!" .\n`],
])('%s are judged in no time', (_, text) => {
  const report = check(text);
  expect(report.findings.length).toBeLessThanOrEqual(100);
});

test('one name with very many types and one set with very many records are put in order in no time', () => {
  const types = Array.from(
    { length: 20_000 },
    (_, index) => `a TYPE${1000 + (index % 20_000)} \\# 1 00\n`,
  ).join('');
  const set = Array.from({ length: 8_000 }, (_, index) => `b A 10.0.${index >> 8}.${index & 0xff}\n`).join(
    '',
  );
  expect(check(types + set).recordCount).toBe(28_002);
});
