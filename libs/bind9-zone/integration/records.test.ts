import { requirePackages } from '@wescale/real-servers';
import { beforeAll, expect, test } from 'vitest';
import { checkZoneText, formatRdata, parseRdata, typeName, typeNumber } from '@wescale/bind9-zone';
import { readRecordCorpus } from './oracle/corpus.ts';
import { mutateRecords } from './oracle/mutate.ts';
import { checkRecord, judgeRecords, oraclePackages } from './oracle/named-tools.ts';

let missing: string | undefined;
let records: string[];

beforeAll(async () => {
  missing = await requirePackages(oraclePackages);
  records = await readRecordCorpus();
});

/** What we make of a record: `TYPE data`, or undefined when it is refused. */
function read(record: string): string | undefined {
  const text = `$TTL 3600\n@ SOA ns1 admin 1 2 3 4 5\n@ NS ns1.example.net.\nr ${record}\n`;
  const { zone } = checkZoneText(Buffer.from(text, 'latin1'), { origin: 'example.' });
  const found = [...(zone?.records() ?? [])].find(({ name }) => name === 'r.example.');
  return found === undefined ? undefined : `${found.type} ${found.data}`.trimEnd();
}

/** Records of which named and we think differently. */
async function findDifferences(candidates: readonly string[]): Promise<unknown[]> {
  const verdicts = await judgeRecords(candidates);
  return candidates.flatMap((record, index) => {
    const named = verdicts[index]?.text;
    const ours = read(record);
    return named === ours ? [] : [{ record, named, ours }];
  });
}

test('every record of the corpus is accepted, refused and printed as named does', async (context) => {
  if (missing !== undefined) context.skip(missing);
  expect(await findDifferences(records)).toEqual([]);
});

/** Texts that BIND takes and we refuse on purpose: what it overlooks is most likely a mistake. */
const isStricter = (record: string): boolean =>
  /^EUI(?:48|64) /.test(record) || / \+\d/.test(record) || /^WKS /.test(record);

test('records changed at random are accepted, refused and printed as named does', async (context) => {
  if (missing !== undefined) context.skip(missing);
  const mutants = mutateRecords(records, 4000, 20260101).filter((record) => !isStricter(record));
  const differences = await findDifferences(mutants);
  expect(differences).toEqual([]);
});

test('the wire form of every record is that of named-rrchecker', async (context) => {
  if (missing !== undefined) context.skip(missing);
  for (const record of records) {
    const [type = '', ...data] = record.split(' ');
    if (typeNumber(type) === undefined || read(record) === undefined) continue;
    const wire = parseRdata(type, data.join(' '), { origin: 'example.' });
    expect([record, Buffer.from(wire).toString('hex').toUpperCase()]).toEqual([
      record,
      await checkRecord(record),
    ]);
    // And back: what is printed is the same record.
    const text = formatRdata(type, wire);
    expect([record, parseRdata(type, text)]).toEqual([record, wire]);
  }
});

test('every type that named knows is known by its name', async (context) => {
  if (missing !== undefined) context.skip(missing);
  const types = new Set(records.map((record) => record.split(' ')[0] ?? ''));
  for (let code = 1; code < 300; code += 1) {
    const name = typeName(code);
    if (!name.startsWith('TYPE')) expect([code, typeNumber(name)]).toEqual([code, code]);
  }
  expect(types.size).toBeGreaterThan(80);
});
