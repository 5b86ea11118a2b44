import fc from 'fast-check';
import { expect, test } from 'vitest';
import { diffZones } from '../diff/diff-zones.ts';
import { formatRdata } from '../rdata/format-rdata.ts';
import { parseRdata } from '../rdata/parse-rdata.ts';
import type { Zone, ZoneRecord } from '../zone/zone.ts';
import { formatCanonical } from './format-canonical.ts';
import { formatZone } from './format-zone.ts';
import { parseZone } from './parse-zone.ts';

const escape = (bytes: readonly number[]): string =>
  bytes.map((byte) => `\\${String(byte).padStart(3, '0')}`).join('');
const byte = fc.nat(255);
const label = fc.oneof(
  fc.stringMatching(/^[a-zA-Z0-9_-]{1,8}$/),
  fc.array(byte, { minLength: 1, maxLength: 6 }).map(escape),
);
const relativeName = fc.array(label, { minLength: 1, maxLength: 3 }).map((labels) => labels.join('.'));
const name = fc.oneof(
  relativeName,
  relativeName.map((text) => `${text}.`),
  fc.constant('@'),
);
const text = fc.oneof(
  fc.array(byte, { maxLength: 20 }).map((bytes) => `"${escape(bytes)}"`),
  fc.stringMatching(/^[a-z0-9;,()= ]{0,10}$/).map((content) => `"${content}"`),
);
const uint16 = fc.nat(0xffff);
const base64 = fc
  .uint8Array({ minLength: 1, maxLength: 90 })
  .map((bytes) => Buffer.from(bytes).toString('base64'));
const hex = fc.uint8Array({ minLength: 1, maxLength: 60 }).map((bytes) => Buffer.from(bytes).toString('hex'));
const join = (...parts: fc.Arbitrary<unknown>[]): fc.Arbitrary<string> =>
  fc.tuple(...parts).map((values) => values.join(' '));
const typed = (type: string, data: fc.Arbitrary<string>): fc.Arbitrary<[string, string]> =>
  data.map((value) => [type, value]);

/** Records of many types, as text. */
const record = fc.oneof(
  typed('A', fc.ipV4()),
  typed('AAAA', fc.ipV6()),
  typed('NS', name),
  typed('MX', join(uint16, name)),
  typed(
    'TXT',
    fc.array(text, { minLength: 1, maxLength: 3 }).map((texts) => texts.join(' ')),
  ),
  typed('SRV', join(uint16, uint16, uint16, name)),
  typed('CAA', join(fc.nat(255), fc.stringMatching(/^[a-z0-9]{1,10}$/), text)),
  typed('NAPTR', join(uint16, uint16, text, text, fc.constant('""'), name)),
  typed('DNSKEY', join(uint16, fc.nat(255), fc.constant(8), base64)),
  typed('TLSA', join(fc.nat(255), fc.nat(255), fc.nat(255), hex)),
  typed(
    'NSEC',
    join(
      name,
      fc
        .array(fc.integer({ min: 1, max: 0xffff }), { minLength: 1 })
        .map((types) => types.map((type) => `TYPE${type}`).join(' ')),
    ),
  ),
  typed('URI', join(uint16, uint16, text)),
  typed('HINFO', join(text, text)),
  typed(
    'SVCB',
    join(
      uint16,
      name,
      fc.array(byte, { maxLength: 10 }).map((bytes) => `key9="${escape(bytes)}"`),
    ),
  ),
  typed(
    'TYPE65280',
    hex.map((digits) => `\\# ${digits.length / 2} ${digits}`),
  ),
);

test('every record that is printed is read as the same record', () => {
  fc.assert(
    fc.property(record, ([type, data]) => {
      const wire = parseRdata(type, data, { origin: 'example.' });
      const printed = formatRdata(type, wire);
      expect(parseRdata(type, printed)).toEqual(wire);
      expect(formatRdata(type, parseRdata(type, printed))).toBe(printed);
    }),
    { numRuns: 1000 },
  );
});

const head = '$TTL 1h\n@ SOA ns1 admin 1 1h 15m 1w 1h\n';
const entry = fc.tuple(fc.oneof(relativeName, fc.constant('@')), fc.nat(100_000), record);

/** A zone that has each name in one spelling, so that case is not what is tested. */
const zone = fc.array(entry, { maxLength: 12 }).map((entries) => {
  const lines = entries.map(
    ([owner, ttl, [type, data]]) => `${owner.toLowerCase()} ${ttl} ${type} ${data}\n`,
  );
  return parseZone(head + lines.join(''), { origin: 'example.' });
});
const again = (printed: string): Zone => parseZone(printed, { origin: 'example.' });

test('a zone printed to be read is the same zone, and is printed the same way', () => {
  fc.assert(
    fc.property(zone, (one) => {
      const printed = formatZone(one);
      expect(formatCanonical(again(printed))).toBe(formatCanonical(one));
      expect(formatZone(again(printed))).toBe(printed);
    }),
    { numRuns: 300 },
  );
});

test('the canonical form is its own canonical form', () => {
  fc.assert(
    fc.property(zone, (one) => {
      const printed = formatCanonical(one);
      expect(formatCanonical(again(printed))).toBe(printed);
    }),
    { numRuns: 300 },
  );
});

const key = (each: ZoneRecord): string => JSON.stringify([each.name.toLowerCase(), each.type, each.data]);

/** What becomes of a zone's records by changes: as a server does it, an added record's TTL becomes its set's. */
function apply(before: Zone, changes: ReturnType<typeof diffZones>['changes']): string[] {
  const records = new Map([...before.records()].map((each) => [key(each), each]));
  for (const change of changes) {
    if (change.kind === 'remove') records.delete(key(change.record));
    if (change.kind === 'replace') records.delete(key(change.previous));
    if (change.kind === 'remove') continue;
    const { name: owner, type, ttlSeconds } = change.record;
    if (change.kind !== 'set-ttl') records.set(key(change.record), change.record);
    for (const [id, each] of records) {
      const isOfSet = each.name.toLowerCase() === owner.toLowerCase() && each.type === type;
      if (isOfSet) records.set(id, { ...each, ttlSeconds });
    }
  }
  return [...records.values()].map((each) => `${key(each)} ${each.ttlSeconds}`).sort();
}

test('a diff makes the one zone of the other, and is empty between equal zones', () => {
  fc.assert(
    fc.property(zone, zone, (before, after) => {
      const { changes } = diffZones(before, after);
      const wanted = [...after.records()].map((each) => `${key(each)} ${each.ttlSeconds}`).sort();
      expect(apply(before, changes)).toEqual(wanted);
      expect(diffZones(after, again(formatZone(after))).changes).toEqual([]);
    }),
    { numRuns: 300 },
  );
});
