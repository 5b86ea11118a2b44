import { expect, test } from 'vitest';
import { formatFinding } from '../zone-text/finding.ts';
import { checkZoneText } from './check-zone-text.ts';
import { strictSeverities } from './check-zone.ts';

const head = '$TTL 1h\n@ SOA ns1 admin 1 1h 15m 1w 1h\n@ NS ns1\nns1 A 192.0.2.1\n';
const findings = (text: string, severities = {}): string[] =>
  checkZoneText(text, { origin: 'example.', file: 'example.db', severities }).findings.map(formatFinding);

test('a sound zone has no findings', () => {
  expect(findings(head)).toEqual([]);
});

test.each([
  ['', 'example.db: error: no SOA record at the top of the zone, example.'],
  ['$TTL 1h\n@ SOA a b 1 2 3 4 5\n', 'example.db: error: no NS record at the top of the zone, example.'],
  [
    `${head}a CNAME b\na A 192.0.2.1\n`,
    'example.db:6: error: a.example. has a CNAME and A: a CNAME stands alone (RFC 1034 section 3.6.2)',
  ],
  [`${head}a CNAME b\na CNAME c\n`, 'example.db:6: error: a.example. CNAME twice: a name has one at most'],
  [
    head.replace('ns1 A', 'x A'),
    'example.db:3: error: the name server ns1.example. has no address records (A or AAAA)',
  ],
  [
    `${head}a MX 10 b\nb CNAME ns1\n`,
    'example.db:5: warning: a.example. MX: b.example. is an alias (CNAME), which is not allowed',
  ],
  [
    `${head}sub NS ns.sub\n`,
    'example.db:5: warning: sub.example. NS: ns.sub.example. has no address records here (glue), without which nobody can reach it',
  ],
  [
    `${head}a_b A 192.0.2.1\n`,
    'example.db:5: warning: a_b.example. is no name of a host: letters, digits and hyphens',
  ],
])('%j has a finding that says where and what', (text, finding) => {
  expect(findings(text)).toContain(finding);
});

test('a wildcard gives addresses to the names below it, unless a name lies between', () => {
  const wild = `${head}*.w A 192.0.2.1\nx.b.w TXT x\n`;
  expect(findings(`${wild}a MX 10 any.w\n`)).toEqual([]);
  expect(findings(`${wild}a MX 10 b.w\n`)).toHaveLength(1);
  expect(findings(`${wild}a MX 10 c.b.w\n`)).toHaveLength(1);
});

test('what a delegation or a DNAME hides is not checked', () => {
  expect(findings(`${head}sub NS ns1\na.sub MX 10 nowhere\nd DNAME x.\na.d MX 10 nowhere\n`)).toEqual([]);
});

test('the strict severities refuse what named-compilezone refuses', () => {
  expect(findings(`${head}a_b A 192.0.2.1\n`, strictSeverities)[0]).toContain('error');
  expect(findings(`${head}a_b A 192.0.2.1\n`, { 'bad-owner-name': 'ignore' })).toEqual([]);
});
