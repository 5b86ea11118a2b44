import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from './free-port.ts';
import { killProcess } from './kill-process.ts';
import { requirePackages } from './require-packages.ts';
import { runProgram } from './run-program.ts';

export interface NamedKey {
  name: string;
  algorithm: string;
  /** Base64. */
  secret: string;
}

export interface NamedZone {
  /** Apex, without the last dot. */
  name: string;
  /** Zone file; a secondary needs none. */
  text?: string;
  /** @default 'primary' */
  type?: 'primary' | 'secondary';
  /** Statements inside the zone clause, each with its semicolon. */
  statements?: string[];
}

export interface NamedOptions {
  zones?: NamedZone[];
  keys?: NamedKey[];
  /** Statements inside the options clause, each with its semicolon. */
  options?: string[];
  /** Further clauses of named.conf. */
  clauses?: string[];
  /**
   * A whole named.conf instead of one made of the options above. It must listen on `address` and `port`; a control
   * channel is added, and the PID file goes to the folder.
   */
  configuration?: string;
  /** Address to listen on, one that an interface has. @default '127.0.0.1' */
  address?: string;
  /** Port for both UDP and TCP. @default a free one */
  port?: number;
  /** Listens on ::1 too, at the same port. @default false */
  isIpv6?: boolean;
  /** File of the network namespace to run in, as `/run/netns/<name>`. @default ours */
  network?: string;
  /** A private folder to work in, made if it is not there; it stays. @default a temporary one, removed at dispose */
  directory?: string;
  /** Hears what it logs, as it comes. */
  onLog?: (text: string) => void;
  /** Told when it ends though nobody asked it to. */
  onEnd?: (reason: Error) => void;
}

/** A BIND 9 of its own on loopback; gone with its folder at dispose. */
export interface RunningNamed extends AsyncDisposable {
  host: string;
  port: number;
  /** A private folder: `named.conf`, zone files as `<zone>.db`, journals, keys; removed at dispose. */
  directory: string;
  /** Runs `rndc` against this server and returns what it printed. */
  rndc(...args: string[]): Promise<string>;
  /** What it logged so far. */
  log(): string;
  /** Ends it at once, as a crash would; the folder stays until dispose. */
  kill(): Promise<void>;
  /** Starts it again after {@link kill}. */
  start(): Promise<void>;
}

const namedProgram = '/usr/sbin/named';

/** The program to run. Where AppArmor confines `named` to Debian's folders, a copy elsewhere is not confined. */
async function namedCopy(directory: string): Promise<string> {
  const switchFile = '/sys/module/apparmor/parameters/enabled';
  if (!existsSync(switchFile) || !readFileSync(switchFile, 'utf8').startsWith('Y')) return namedProgram;
  const copy = join(directory, 'named');
  await copyFile(namedProgram, copy);
  return copy;
}

const keyClause = (key: NamedKey): string =>
  `key "${key.name}" { algorithm ${key.algorithm}; secret "${key.secret}"; };`;

function zoneClause(zone: NamedZone): string {
  const statements = [`type ${zone.type ?? 'primary'};`, `file "${zone.name || 'root'}.db";`];
  return `zone "${zone.name || '.'}" { ${[...statements, ...(zone.statements ?? [])].join(' ')} };`;
}

function makeConfiguration(
  options: NamedOptions,
  at: { directory: string; host: string; port: number; own: string },
): string[] {
  const { directory, host, port, own } = at;
  return [
    'options {',
    `  directory "${directory}"; ${own}`,
    `  key-directory "${directory}/keys"; managed-keys-directory "${directory}";`,
    `  listen-on port ${port} { ${host}; };`,
    `  listen-on-v6 port ${port} { ${options.isIpv6 === true ? '::1' : 'none'}; };`,
    // Secondaries are told from, and ask from, the address the others know.
    `  query-source address ${host}; transfer-source ${host}; notify-source ${host};`,
    '  recursion no; dnssec-validation no; empty-zones-enable no;',
    ...(options.options ?? []).map((line) => `  ${line}`),
    '};',
    ...(options.keys ?? []).map(keyClause),
    ...(options.clauses ?? []),
    ...(options.zones ?? []).map(zoneClause),
  ];
}

/**
 * Starts Debian's BIND 9 on a free loopback port, with recursion off and nothing but the given zones.
 *
 * @throws when `named` is not installed (Debian: `bind9`) or does not start; the error carries its log.
 */
export async function startNamed(options: NamedOptions = {}): Promise<RunningNamed> {
  if (!existsSync(namedProgram)) {
    const missing = await requirePackages({ bind9: 'the server to start' });
    if (missing !== undefined) throw new Error(missing);
  }
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await launchNamed(options);
    } catch (error) {
      // Somebody took the port between finding it free and listening on it.
      const isWorthAnother = error instanceof AddressInUseError && options.port === undefined && attempt < 5;
      if (!isWorthAnother) throw error;
    }
  }
}

class AddressInUseError extends Error {}

async function launchNamed(options: NamedOptions): Promise<RunningNamed> {
  const directory = options.directory ?? (await mkdtemp(join(tmpdir(), 'named-')));
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const program = await namedCopy(directory);
  const host = options.address ?? '127.0.0.1';
  const port = options.port ?? (await freePort());
  const controlPort = await freePort();
  const controlKey = { name: 'rndc', algorithm: 'hmac-sha256', secret: randomBytes(32).toString('base64') };
  await mkdir(join(directory, 'keys'), { recursive: true });
  for (const zone of options.zones ?? []) {
    if (zone.text !== undefined) await writeFile(join(directory, `${zone.name || 'root'}.db`), zone.text);
  }
  await writeFile(join(directory, 'rndc.key'), `${keyClause(controlKey)}\n`, { mode: 0o600 });
  // Two servers of one user could share a port without a word, each hearing half of what is asked.
  const own = `reuseport no; pid-file "${directory}/named.pid"; session-keyfile "${directory}/session.key";`;
  const clauses =
    options.configuration === undefined
      ? makeConfiguration(options, { directory, host, port, own })
      : [options.configuration.replace(/^options \{$/m, `options {\n  ${own}`)];
  const controls = `controls { inet 127.0.0.1 port ${controlPort} allow { 127.0.0.1; } keys { rndc; }; };`;
  await writeFile(
    join(directory, 'named.conf'),
    [keyClause(controlKey), controls, ...clauses, ''].join('\n'),
  );

  const enter = options.network === undefined ? [] : ['nsenter', `--net=${options.network}`];
  let server: ChildProcess | undefined;
  let log = '';
  const start = async (): Promise<void> => {
    // The server must not outlive a test process that is killed, nor write where the test was started.
    const [command = '', ...args] = [
      ...[...enter, 'setpriv', '--pdeathsig', 'KILL'],
      ...[program, '-g', '-n', '1', '-c', join(directory, 'named.conf')],
    ];
    const started = spawn(command, args, { cwd: directory, stdio: ['ignore', 'ignore', 'pipe'] });
    server = started;
    const from = log.length;
    await new Promise<void>((resolve, reject) => {
      started.once('error', reject);
      started.once('exit', () => reject(new Error(`named did not start:\n${log.slice(from)}`)));
      started.stderr.setEncoding('utf8').on('data', (text: string) => {
        log += text;
        options.onLog?.(text);
        const said = log.slice(from);
        if (said.includes('address in use')) reject(new AddressInUseError(said));
        else if (/\brunning$/m.test(said)) resolve();
      });
    });
    started.once('exit', (code, signal) => {
      if (server === started) options.onEnd?.(new Error(`named ended with ${code ?? signal ?? 'nothing'}`));
    });
  };
  const kill = async (): Promise<void> => {
    const ending = server;
    server = undefined;
    await killProcess(ending);
  };
  const dispose = async (): Promise<void> => {
    await kill();
    if (options.directory === undefined) await rm(directory, { recursive: true, force: true });
  };
  try {
    await start();
  } catch (error) {
    await dispose();
    throw error;
  }
  return {
    host,
    port,
    directory,
    rndc: (...args) => {
      const server = ['-s', '127.0.0.1', '-p', String(controlPort), '-k', join(directory, 'rndc.key')];
      const [command = '', ...rest] = [...enter, '/usr/sbin/rndc', ...server, ...args];
      return runProgram(command, rest);
    },
    log: () => log,
    kill,
    start,
    [Symbol.asyncDispose]: dispose,
  };
}
