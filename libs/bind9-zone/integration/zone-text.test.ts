import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { requirePackages } from '@wescale/real-servers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  checkZoneText,
  formatCanonical,
  formatZone,
  type Severities,
  strictSeverities,
  type Zone,
} from '@wescale/bind9-zone';
import { readZoneCorpus, writeZoneCase, type ZoneCase } from './oracle/corpus.ts';
import { mutateZone, sequence } from './oracle/mutate.ts';
import { compileZone, decodeRaw, oraclePackages, type RawRrset } from './oracle/named-tools.ts';

let missing: string | undefined;
let folder: string;
let zones: ZoneCase[];

beforeAll(async () => {
  missing = await requirePackages(oraclePackages);
  folder = await mkdtemp(join(tmpdir(), 'zones-'));
  zones = [...(await readZoneCorpus('zones.txt')), ...(await readZoneCorpus('checks.txt'))];
});

afterAll(async () => {
  await rm(folder, { recursive: true });
});

function include(zone: ZoneCase): (path: string) => Uint8Array {
  return (path) => {
    const text = zone.includes.get(path);
    if (text === undefined) throw new Error('no such file');
    return text;
  };
}

/** The canonical form, or undefined and why. */
function canonical(zone: ZoneCase): { zone: Zone | undefined; text: string | undefined; why: string[] } {
  const report = checkZoneText(zone.text, { ...zone, include: include(zone) });
  const why = report.findings.filter(({ severity }) => severity === 'error').map(({ message }) => message);
  if (!report.isAccepted || report.zone === undefined) return { zone: undefined, text: undefined, why };
  return { zone: report.zone, text: formatCanonical(report.zone), why };
}

async function namedText(zone: ZoneCase): Promise<{ text: string | undefined; why: string }> {
  const path = await writeZoneCase(zone, await mkdtemp(join(folder, 'zone-')));
  const outcome = await compileZone(path, zone);
  return { text: outcome.isAccepted ? outcome.stdout.toString('latin1') : undefined, why: outcome.stderr };
}

test('every zone of the corpora is accepted, refused and printed as named-compilezone does', async (context) => {
  if (missing !== undefined) context.skip(missing);
  let accepted = 0;
  for (const zone of zones) {
    const named = await namedText(zone);
    const ours = canonical(zone);
    const why = { ours: ours.why, named: named.why };
    expect({ zone: zone.name, text: ours.text, why }).toEqual({ zone: zone.name, text: named.text, why });
    if (named.text !== undefined) accepted += 1;
  }
  expect(accepted).toBeGreaterThan(50);
  expect(zones.length - accepted).toBeGreaterThan(50);
});

test('zones changed at random are accepted, refused and printed as named-compilezone does', async (context) => {
  if (missing !== undefined) context.skip(missing);
  const next = sequence(20260102);
  // A large RRset is slow to mutate and tells nothing more.
  const small = zones.filter(({ text, includes }) => includes.size === 0 && !text.includes('7278'));
  const lines = small.flatMap(({ text }) => text.toString('latin1').split('\n'));
  for (let round = 0; round < 400; round += 1) {
    const base = small[Math.floor(next() * small.length)]!;
    const text = mutateZone(base.text.toString('latin1'), lines, next);
    // Generated records without end, and files of this machine, are not what is looked for; trailing text behind a
    // range is refused on purpose.
    if (/GENERATE\s+\S*\d{4,}|INCLUDE|GENERATE\s+[\d-]+(?:\/\d+)?[^\s\d/-]/i.test(text)) continue;
    const zone = { ...base, text: Buffer.from(text, 'latin1') };
    const named = await namedText(zone);
    const ours = canonical(zone);
    expect({ text, canonical: ours.text, why: named.why }).toEqual({
      text,
      canonical: named.text,
      why: named.why,
    });
  }
});

/** Flags of named-compilezone, and our severities that have it do the same. */
const modes: [flags: string[], severities: Severities][] = [
  [[], strictSeverities],
  [['-k', 'ignore', '-n', 'warn'], { 'bad-name': 'ignore', 'bad-owner-name': 'ignore' }],
  [['-k', 'warn', '-n', 'warn', '-m', 'fail'], { 'mx-is-address': 'error', 'mx-without-address': 'error' }],
  [['-k', 'warn', '-n', 'warn', '-M', 'fail'], { 'mx-is-alias': 'error' }],
  [['-k', 'warn', '-n', 'warn', '-S', 'fail'], { 'srv-is-alias': 'error' }],
  [['-k', 'warn', '-n', 'warn', '-r', 'fail'], { 'equal-but-for-case': 'error' }],
];

test.for(modes)(
  'with the flags %j named and we refuse the same zones',
  async ([flags, severities], context) => {
    if (missing !== undefined) context.skip(missing);
    for (const zone of await readZoneCorpus('checks.txt')) {
      // Thousands of records take their time, and severities do nothing to them.
      if (zone.text.includes('GENERATE')) continue;
      const path = await writeZoneCase(zone, await mkdtemp(join(folder, 'mode-')));
      const { isAccepted } = await compileZone(path, { ...zone, flags: ['-i', 'local', ...flags] });
      const report = checkZoneText(zone.text, { ...zone, include: include(zone), severities });
      expect([zone.name, report.isAccepted]).toEqual([zone.name, isAccepted]);
    }
  },
);

/** RRsets as lines that can be compared. */
function describeRrsets(rrsets: readonly Omit<RawRrset, 'class'>[]): string[] {
  return rrsets
    .flatMap(({ name, type, ttlSeconds, rdata }) =>
      rdata.map((data) => [name.toString('hex'), type, ttlSeconds, data.toString('hex')].join(' ')),
    )
    .sort();
}

function wireRecords(zone: Zone): string[] {
  const { index } = zone;
  const rrsets: Omit<RawRrset, 'class'>[] = [];
  for (let name = 0; name < index.names.size; name += 1) {
    for (let id = index.firstOf(name); id >= 0; id = index.nextOf(id)) {
      rrsets.push({
        name: Buffer.from(index.spellingOf(id)),
        type: index.records.types[id] ?? 0,
        ttlSeconds: index.records.ttls[id] ?? 0,
        rdata: [Buffer.from(index.records.rdata(id))],
      });
    }
  }
  return describeRrsets(rrsets);
}

test('the wire form of every zone is that of named-compilezone -F raw', async (context) => {
  if (missing !== undefined) context.skip(missing);
  for (const zone of zones) {
    const ours = canonical(zone).zone;
    if (ours === undefined) continue;
    const path = await writeZoneCase(zone, await mkdtemp(join(folder, 'raw-')));
    const raw = decodeRaw((await compileZone(path, { ...zone, form: 'raw' })).stdout);
    expect([zone.name, ...wireRecords(ours)]).toEqual([zone.name, ...describeRrsets(raw)]);
  }
});

/** BIND's remark about when to sign again depends on how records stand together, which is not kept. */
const withoutRemarks = (text: string | undefined): string | undefined =>
  text?.replace(/^; resign=.*\n/gm, '');

test('what is printed to be read is the same zone, to us and to named', async (context) => {
  if (missing !== undefined) context.skip(missing);
  for (const zone of zones) {
    const ours = canonical(zone);
    if (ours.zone === undefined) continue;
    const printed = { ...zone, text: Buffer.from(formatZone(ours.zone)), includes: new Map() };
    expect([zone.name, withoutRemarks(canonical(printed).text)]).toEqual([
      zone.name,
      withoutRemarks(ours.text),
    ]);
    expect([zone.name, withoutRemarks((await namedText(printed)).text)]).toEqual([
      zone.name,
      withoutRemarks(ours.text),
    ]);
  }
});

test('the canonical form is a zone file again, and its own canonical form', () => {
  for (const zone of zones) {
    const { text } = canonical(zone);
    if (text === undefined) continue;
    const again = canonical({ ...zone, text: Buffer.from(text) });
    expect([zone.name, withoutRemarks(again.text)]).toEqual([zone.name, withoutRemarks(text)]);
  }
});

test('every error names its file and its line, those about the zone as a whole aside', () => {
  const wholeZone = new Set(['no-soa', 'no-ns']);
  for (const zone of zones) {
    const report = checkZoneText(zone.text, { ...zone, include: include(zone), file: 'zone.db' });
    for (const { severity, code, file, line } of report.findings) {
      expect([zone.name, severity, file === 'zone.db' || zone.includes.has(file)]).toEqual([
        zone.name,
        severity,
        true,
      ]);
      if (!wholeZone.has(code)) expect([zone.name, code, line > 0]).toEqual([zone.name, code, true]);
    }
  }
});

test('an error within an included file names that file', () => {
  const zone = zones.find(({ name }) => name === 'include with an error')!;
  const report = checkZoneText(zone.text, { ...zone, include: include(zone), file: 'zone.db' });
  expect(report.findings.map(({ file, line, severity }) => [file, line, severity])).toEqual([
    ['one.inc', 1, 'error'],
  ]);
});
