import { expect, test } from 'vitest';
import { describeDuration, formatTtl } from './format-duration.ts';
import { formatZone } from './format-zone.ts';
import { parseZone } from './parse-zone.ts';
import { wrapData } from './wrap-data.ts';

test('a zone is printed to be read', () => {
  const zone = parseZone(
    `$TTL 3600
mail 3600 IN A 192.0.2.25
@ SOA ns1 hostmaster 2026112401 1h 15m 1w 1h
www.example. 300 CNAME web
@ NS ns2.example.net.
@ NS ns1
ns1 A 192.0.2.1
@ MX 10 mail
`,
    { origin: 'example.' },
  );
  expect(formatZone(zone, { comments: ['made by hand'] })).toBe(`; made by hand
$ORIGIN example.
$TTL 1h

@          SOA   ns1 hostmaster (
               2026112401 ; serial
               3600       ; refresh: 1 hour
               900        ; retry: 15 minutes
               604800     ; expire: 1 week
               3600       ; negative answers: 1 hour
               )
           NS    ns1
           NS    ns2.example.net.
           MX    10 mail

mail       A     192.0.2.25
ns1        A     192.0.2.1
www     5m CNAME web
`);
});

test.each([
  [0, '0', '0 seconds'],
  [1, '1', '1 second'],
  [300, '5m', '5 minutes'],
  [3600, '1h', '1 hour'],
  [5400, '1h30m', '1 hour 30 minutes'],
  [90061, '90061', '1 day 1 hour 1 minute 1 second'],
  [1209600, '2w', '2 weeks'],
])('%d seconds are %s, %s', (seconds, ttl, words) => {
  expect([formatTtl(seconds), describeDuration(seconds)]).toEqual([ttl, words]);
});

test('long data goes over several lines, cut at blanks that are not within quotes', () => {
  expect(wrapData('short', 10, 40)).toBe('short');
  expect(wrapData('"a b" c\\ d "e f g h" i', 4, 20)).toBe('( "a b" c\\ d\n      "e f g h" i )');
  expect(wrapData('x'.repeat(50), 4, 20)).toBe('x'.repeat(50));
});
