import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** Debian packages that hold the programs below. */
export const oraclePackages: Readonly<Record<string, string>> = {
  'bind9-utils': 'named-compilezone is what our zones are compared with',
  bind9: 'named-rrchecker is what our records are compared with',
};

interface Outcome {
  readonly isAccepted: boolean;
  readonly stdout: Buffer;
  /** What it complained of. */
  readonly stderr: string;
}

function run(program: string, args: string[], cwd: string, stdin = ''): Promise<Outcome> {
  return new Promise((resolve) => {
    const options = { cwd, maxBuffer: 1 << 30, encoding: 'buffer' } as const;
    const child = execFile(program, args, options, (error, stdout, stderr) =>
      resolve({ isAccepted: error === null, stdout, stderr: stderr.toString('latin1') }),
    );
    // A program that reads no input may be gone before it is given any.
    child.stdin?.on('error', () => undefined).end(stdin);
  });
}

/** Options of {@link compileZone}. */
interface CompileOptions {
  readonly origin: string;
  readonly class?: string;
  /** @default 'text' */
  readonly form?: 'text' | 'raw';
  /** Flags instead of those of `named-checkzone`, without a look outside the zone. */
  readonly flags?: readonly string[];
}

/** Flags under which named-compilezone refuses what named-checkzone refuses, and asks no resolver. */
const checkFlags = ['-i', 'local', '-k', 'warn', '-n', 'warn'];

/** What `named-compilezone` makes of a zone file. */
export async function compileZone(file: string, options: CompileOptions): Promise<Outcome> {
  const { origin, class: zoneClass = 'IN', form = 'text', flags = checkFlags } = options;
  const args = [...flags, '-c', zoneClass, '-F', form, '-o', '-', origin, file];
  return run('named-compilezone', args, dirname(file));
}

/** One record, as `named-rrchecker` reads it: its data in hex, or undefined when it is refused. */
export async function checkRecord(record: string): Promise<string | undefined> {
  const outcome = await run('named-rrchecker', ['-u', '-o', 'example.'], tmpdir(), `IN ${record}\n`);
  if (!outcome.isAccepted) return undefined;
  return /\\# \d+ ?(.*)$/m.exec(outcome.stdout.toString('latin1'))?.[1]?.replaceAll(' ', '') ?? '';
}

/** One RRset of BIND's raw form. */
export interface RawRrset {
  readonly class: number;
  readonly type: number;
  readonly ttlSeconds: number;
  /** In wire form. */
  readonly name: Buffer;
  readonly rdata: readonly Buffer[];
}

const rawHeaderBytes = 24;

/** Reads the output of `-F raw`, version 1: a header, then RRset by RRset. */
export function decodeRaw(raw: Buffer): RawRrset[] {
  const rrsets: RawRrset[] = [];
  for (let at = rawHeaderBytes; at < raw.length;) {
    const end = at + raw.readUInt32BE(at);
    const nameLength = raw.readUInt16BE(at + 18);
    const name = raw.subarray(at + 20, at + 20 + nameLength);
    const rdata: Buffer[] = [];
    let dataAt = at + 20 + nameLength;
    while (dataAt < end) {
      const length = raw.readUInt16BE(dataAt);
      rdata.push(raw.subarray(dataAt + 2, dataAt + 2 + length));
      dataAt += 2 + length;
    }
    rrsets.push({
      class: raw.readUInt16BE(at + 4),
      type: raw.readUInt16BE(at + 6),
      ttlSeconds: raw.readUInt32BE(at + 10),
      name,
      rdata,
    });
    at = end;
  }
  return rrsets;
}

/** What named makes of one record among many. */
export interface RecordVerdict {
  /** As printed, `TYPE data`; undefined when it was refused. */
  readonly text: string | undefined;
}

const head = '$TTL 3600\n@ SOA ns1 admin 1 2 3 4 5\n@ NS ns1.example.net.\n';
const headLines = 3;
/** What is said of a line that is accepted all the same. */
const remarks = /warning|no TTL|extra precision|bad name|old style|expired|MX is an address/;

/**
 * Lets `named-compilezone` judge many records at once, each under a name of its own. Whatever it refuses is taken
 * out, until it accepts the rest.
 */
export async function judgeRecords(records: readonly string[]): Promise<RecordVerdict[]> {
  const folder = await mkdtemp(join(tmpdir(), 'judge-'));
  const file = join(folder, 'zone.db');
  const flags = ['-i', 'none', '-k', 'ignore', '-n', 'ignore', '-m', 'ignore', '-r', 'ignore'];
  const left: (string | undefined)[] = [...records];
  try {
    for (;;) {
      const lines = left.map((record, index) => (record === undefined ? '' : `r${index} ${record}`));
      await writeFile(file, Buffer.from(`${head}${lines.join('\n')}\n`, 'latin1'));
      const outcome = await compileZone(file, { origin: 'example.', flags });
      if (outcome.isAccepted) return readVerdicts(outcome.stdout.toString('latin1'), records.length);
      if (!dropRefused(outcome.stderr, left)) throw new Error(`nothing to blame in:\n${outcome.stderr}`);
    }
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Takes out the records that were complained of; whether there were any. */
function dropRefused(stderr: string, left: (string | undefined)[]): boolean {
  let hasDropped = false;
  for (const [, line, message] of stderr.matchAll(/zone\.db:(\d+): (.*)/g)) {
    if (remarks.test(message ?? '')) continue;
    let index = Number(line) - headLines - 1;
    // An open quote is found out on the next line.
    if (left[index] === undefined && /unbalanced quotes/.test(message ?? '')) index -= 1;
    if (left[index] === undefined) continue;
    left[index] = undefined;
    hasDropped = true;
  }
  return hasDropped;
}

function readVerdicts(output: string, count: number): RecordVerdict[] {
  const texts = new Map<number, string>();
  for (const [, index, text] of output.matchAll(/^r(\d+)\.example\.\s+\d+\s+IN\s+(.*)$/gm)) {
    texts.set(Number(index), (text ?? '').replace(/\t+/, ' ').trimEnd());
  }
  return Array.from({ length: count }, (_, index) => ({ text: texts.get(index) }));
}
