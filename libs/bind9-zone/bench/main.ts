/**
 * How long zones of 100,000 and of 1,000,000 records take to be parsed and checked: ours, BIND's and NSD's own tools,
 * and two parsers from npm, one after the other in one run, with the memory each takes; then signed updates of a real
 * named.
 *
 * Installs bind9-utils, nsd and time from Debian (as root), the rivals from npm into a folder of its own. Takes about
 * three minutes; `BENCH_ROUNDS` (default 3) shortens it.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { requirePackages } from '@wescale/real-servers';
import { type Contender, listContenders } from './contenders.ts';
import { makeZone } from './make-zone.ts';
import { measure, median, type Measurement } from './measure.ts';
import { measureUpdates } from './updates.ts';

const sizes = [100_000, 1_000_000] as const;
const rounds = Number(process.env['BENCH_ROUNDS'] ?? 3);

const print = (line: string): void => void process.stdout.write(`${line}\n`);

/** One line of the table. */
interface Row extends Measurement {
  readonly tool: string;
  readonly does: Contender['does'];
  readonly records: number;
}

async function measureSize(contenders: readonly Contender[], file: string, records: number): Promise<Row[]> {
  const measured = contenders.map((): Measurement[] => []);
  for (let round = 1; round <= rounds; round += 1) {
    for (const [index, contender] of contenders.entries()) {
      const [program, ...args] = contender.command(file, records);
      const result = await measure(program, args);
      measured[index]?.push(result);
      const load = loadavg()[0]?.toFixed(1) ?? '?';
      const what = `${contender.name} ${contender.does} ${records} records`;
      print(`round ${round}: ${what} in ${result.seconds.toFixed(2)} s (load ${load})`);
    }
  }
  return contenders.map(({ name, does }, index) => ({
    tool: name,
    does,
    records,
    ...median(measured[index] ?? []),
  }));
}

function printTable(rows: readonly Row[]): void {
  print('');
  print('| records | what | tool | seconds | CPU seconds | peak MiB |');
  print('| ---: | --- | --- | ---: | ---: | ---: |');
  for (const { records, does, tool, seconds, cpuSeconds, peakMebibytes } of rows) {
    const figures = [seconds.toFixed(2), cpuSeconds.toFixed(2), peakMebibytes.toFixed(0)];
    print(`| ${[records.toLocaleString('en'), does, tool, ...figures].join(' | ')} |`);
  }
}

/** How we stand to another tool that does the same; below 1 we are faster. */
function ratio(rows: readonly Row[], tool: string, figure: 'seconds' | 'cpuSeconds'): number {
  const of = (name: string): number =>
    rows.find((row) => row.tool === name && row.does === 'parses and checks' && row.records === 1_000_000)?.[
      figure
    ] ?? Number.NaN;
  return Number((of('ours') / of(tool)).toFixed(2));
}

const missing = await requirePackages({
  'bind9-utils': 'named-checkzone and named-compilezone are measured',
  bind9: 'named takes the updates',
  nsd: 'nsd-checkzone is measured',
  time: 'it measures memory',
});
if (missing !== undefined) throw new Error(missing);

const folder = await mkdtemp(join(tmpdir(), 'bind9-zone-bench-'));
try {
  const contenders = await listContenders(folder);
  const rows: Row[] = [];
  for (const records of sizes) {
    const file = join(folder, `${records}.db`);
    await makeZone(file, records);
    rows.push(...(await measureSize(contenders, file, records)));
  }
  const updates = await measureUpdates();
  printTable(rows);
  const toNamed = {
    seconds: ratio(rows, 'named-checkzone', 'seconds'),
    cpu: ratio(rows, 'named-checkzone', 'cpuSeconds'),
  };
  const toNsd = {
    seconds: ratio(rows, 'nsd-checkzone', 'seconds'),
    cpu: ratio(rows, 'nsd-checkzone', 'cpuSeconds'),
  };
  print('');
  print(
    `1,000,000 records: ${toNamed.seconds} of named-checkzone's time, ${toNsd.seconds} of nsd-checkzone's`,
  );
  print(`(of their processor time ${toNamed.cpu} and ${toNsd.cpu}); the goals are below 1 and at most 2`);
  print(
    `signed updates: ${updates.updatesPerSecond.toFixed(0)} a second, ${updates.sideBySide} side by side`,
  );
  print('');
  const machine = { cpu: cpus()[0]?.model ?? '', cores: cpus().length, node: process.version };
  print(JSON.stringify({ bench: 'bind9-zone', machine, rounds, rows, toNamed, toNsd, updates }));
} finally {
  await rm(folder, { recursive: true, force: true });
}
