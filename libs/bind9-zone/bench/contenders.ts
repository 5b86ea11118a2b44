import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** A program that parses a zone, with its arguments for a file. */
export interface Contender {
  readonly name: string;
  /** What it does with the zone, so that like is compared with like. */
  readonly does: 'parses and checks' | 'parses, checks and prints' | 'parses only';
  command(file: string, records: number): readonly [program: string, ...args: string[]];
}

/** Versions that are compared; other people's parsers in JavaScript. */
const rivals = { dnsz: '4.5.2', bns: '0.16.0' } as const;

const programs = join(import.meta.dirname, 'programs');

/** Installs the rivals into a folder of their own. */
async function installRivals(folder: string): Promise<void> {
  await writeFile(join(folder, 'package.json'), JSON.stringify({ private: true, dependencies: rivals }));
  // bns has a native part that it does not need to parse a zone.
  await promisify(execFile)('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund'], {
    cwd: folder,
  });
}

/** Everyone who is measured; `folder` is where the rivals go, and what is printed. */
export async function listContenders(folder: string): Promise<Contender[]> {
  await installRivals(folder);
  const node = process.execPath;
  const output = join(folder, 'output');
  return [
    {
      name: 'ours',
      does: 'parses and checks',
      command: (file, records) => [node, join(programs, 'check-zone.ts'), file, String(records)],
    },
    {
      name: 'named-checkzone',
      does: 'parses and checks',
      command: (file) => ['named-checkzone', '-q', 'example', file],
    },
    {
      name: 'nsd-checkzone',
      does: 'parses and checks',
      command: (file) => ['nsd-checkzone', 'example', file],
    },
    {
      name: 'ours',
      does: 'parses, checks and prints',
      command: (file, records) => [node, join(programs, 'print-zone.ts'), file, String(records), output],
    },
    {
      name: 'named-compilezone',
      does: 'parses, checks and prints',
      command: (file) => ['named-compilezone', '-q', '-o', output, 'example', file],
    },
    {
      name: `dnsz ${rivals.dnsz}`,
      does: 'parses only',
      command: (file, records) => [
        node,
        join(programs, 'parse-with-dnsz.mjs'),
        file,
        String(records),
        folder,
      ],
    },
    {
      name: `bns ${rivals.bns}`,
      does: 'parses only',
      command: (file, records) => [node, join(programs, 'parse-with-bns.mjs'), file, String(records), folder],
    },
  ];
}
