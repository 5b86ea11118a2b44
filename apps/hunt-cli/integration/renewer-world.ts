import { spawn } from 'node:child_process';
import { createPrivateKey, randomBytes, X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { planNamedConfiguration, readZone, waitUntilPropagated, type TsigKey } from '@wescale/bind9-zone';
import {
  freePort,
  startNamed,
  startPebble,
  takeLoopbackAddress,
  type PebbleOptions,
  type RunningNamed,
  type RunningPebble,
} from '@wescale/real-servers';
import { bundleRenewer } from '../src/certificates/bundle-renewer.ts';
import { huntNameServer } from '../src/dns/hunt-zone.ts';
import type { TsigKeys } from '../src/dns/tsig-keys.ts';
import type { LastRun } from '../src/renewer/last-run.ts';
import type { RenewerConfiguration } from '../src/renewer/renewer-configuration.ts';
import { oldNode } from './old-node.ts';

export const domain = 'hunt.example';

/** How one run of the renewer ended. */
export interface RenewerRun {
  exitCode: number | null;
  stdout: string;
  stderr: string;
  /** The line it printed; undefined for a run that was killed before. */
  line: LastRun | undefined;
  elapsedMs: number;
}

export interface RunOptions {
  /** Kills it after that time. */
  killAfterMs?: number;
  /** Asks it to stop, once this is so. */
  stopWhen?: () => Promise<boolean>;
  /** Hears everything it said so far on stderr, whenever it says more. */
  onSaid?: (stderr: string) => void;
}

/** What a host has that the renewer works on: a name server with its zone, a CA that asks it, folders. */
export interface RenewerWorld extends AsyncDisposable {
  named: RunningNamed;
  /** One that is up. */
  secondary: RunningNamed | undefined;
  pebble: RunningPebble;
  configuration: RenewerConfiguration;
  /** Writes the configuration again, with changes. */
  configure(changes: Partial<RenewerConfiguration>): Promise<void>;
  /** Runs the program as the host does. */
  run(options?: RunOptions): Promise<RenewerRun>;
  /** Asks for something at the next run, as an operator does. */
  request(what: string): Promise<void>;
  lastRun(): Promise<LastRun>;
  served(): Promise<{ serialNumber: string; names: string[]; chainPem: string; isKeyOfChain: boolean }>;
  /** Serial numbers of the certificates in service when the reload command ran. */
  reloads(): Promise<string[]>;
  /** Which of the zone's records are no part of its first version. */
  leftRecords(): Promise<string[]>;
  /** What the CA was asked since the last call, as `POST /path`. */
  asked(): string[];
  /** How many accounts the CA has made. */
  accounts(): number;
  path(name: string): string;
}

export interface RenewerWorldOptions extends PebbleOptions {
  /**
   * A second name server of the zone. `late` is the one that the CA asks: no word of a change reaches it, and by itself it
   * would look in an hour, so that it has what it had when it started until `rndc refresh`.
   *
   * @default none
   */
  secondary?: 'late' | 'down';
}

export async function startRenewerWorld(options: RenewerWorldOptions = {}): Promise<RenewerWorld> {
  const { secondary: kind, ...pebbleOptions } = options;
  await using stack = new AsyncDisposableStack();
  const root = await mkdtemp(join(tmpdir(), 'renewer-'));
  stack.defer(() => rm(root, { recursive: true, force: true }));
  const path = (name: string) => join(root, name);
  const [node, bundle] = await Promise.all([oldNode(), bundleRenewer()]);
  await writeFile(path('renewer.cjs'), bundle);
  const key = (purpose: string): TsigKey => ({
    name: `${purpose}.${domain}`,
    algorithm: 'hmac-sha256',
    secret: randomBytes(32).toString('base64'),
  });
  const keys = {
    challenges: key('challenges'),
    boards: key('boards'),
    names: key('names'),
    transfer: key('transfer'),
  };
  const other = kind === undefined ? undefined : stack.use(await takeLoopbackAddress()).address;
  const named = stack.use(await startNameServer(root, keys, other));
  const secondary =
    other === undefined || kind === 'down'
      ? undefined
      : stack.use(await startSecondary(other, named.port, keys.transfer));
  const asked = secondary?.host ?? named.host;
  const pebble = stack.use(await startPebble({ dnsServer: `${asked}:${named.port}`, ...pebbleOptions }));

  const current = path('certificate/current');
  const configuration: RenewerConfiguration = {
    directoryUrl: pebble.directoryUrl,
    trustedCertificatesPath: pebble.trustedCertificateFile,
    names: [domain, `*.${domain}`],
    nameServer: { host: '127.0.0.1', port: named.port },
    tsigKey: { ...keys.challenges, algorithm: 'hmac-sha256' },
    stateDirectory: path('state'),
    certificateDirectory: path('certificate'),
    reloadCommand: [
      'sh',
      '-c',
      `openssl x509 -noout -serial -in ${current}/fullchain.pem >> ${path('reloads')}`,
    ],
  };
  const configure = (changes: Partial<RenewerConfiguration>) =>
    writeFile(path('renewer.json'), JSON.stringify(Object.assign(configuration, changes)), { mode: 0o600 });
  await configure({});

  let logRead = 0;
  const ending = stack.move();
  return {
    ...{ named, secondary, pebble },
    configuration,
    configure,
    path,
    run: (how = {}) => runProgram([node, path('renewer.cjs'), path('renewer.json')], how),
    request: (what) => writeFile(path('state/request'), `${what}\n`),
    lastRun: async () => JSON.parse(await readFile(path('state/last-run.json'), 'utf8')) as LastRun,
    async served() {
      const chainPem = await readFile(join(current, 'fullchain.pem'), 'utf8');
      const privateKey = createPrivateKey(await readFile(join(current, 'privkey.pem')));
      const certificate = new X509Certificate(chainPem);
      const names = (certificate.subjectAltName ?? '').split(', ').map((name) => name.replace('DNS:', ''));
      const { serialNumber } = certificate;
      return { serialNumber, names, chainPem, isKeyOfChain: certificate.checkPrivateKey(privateKey) };
    },
    reloads: async () =>
      (await readFile(path('reloads'), 'utf8').catch(() => '')).match(/(?<=serial=)\w+/g) ?? [],
    async leftRecords() {
      const { zone } = await readZone(named, domain, { key: keys.transfer });
      return [...zone.records()]
        .filter(({ type }) => type === 'TXT')
        .map(({ name, data }) => `${name} ${data}`);
    },
    asked() {
      const said = pebble.log().slice(logRead);
      logRead = pebble.log().length;
      return [...said.matchAll(/(GET|HEAD|POST) (\/[a-z-]*)/g)].map(([, method, at]) => `${method} ${at}`);
    },
    accounts: () => [...pebble.log().matchAll(/There are now (\d+) accounts/g)].length,
    [Symbol.asyncDispose]: () => ending.disposeAsync(),
  };
}

/**
 * BIND as the game master has it, below a folder of its own.
 *
 * @param secondary address of a second name server, which is told of changes at a port where nobody hears
 */
async function startNameServer(
  root: string,
  keys: TsigKeys,
  secondary: string | undefined,
): Promise<RunningNamed> {
  const folders = { configuration: join(root, 'etc'), state: join(root, 'lib'), cache: join(root, 'cache') };
  const port = await freePort();
  const others = secondary === undefined ? [] : [{ name: `ns2.${domain}`, address: secondary }];
  const server = huntNameServer(domain, '127.0.0.1', keys, others);
  const plan = planNamedConfiguration({ ...server, listenOn: ['127.0.0.1'], port, folders });
  const made = [...Object.values(folders), ...plan.folders.map((folder) => folder.path)];
  for (const folder of made) await mkdir(folder, { recursive: true });
  for (const file of plan.files) await writeFile(file.path, file.content, { mode: file.mode });
  const configuration = plan.files.find((file) => file.path.endsWith('/named.conf'))?.content ?? '';
  return startNamed({ configuration, port });
}

/** Once it runs it has copied the zone. */
async function startSecondary(address: string, port: number, key: TsigKey): Promise<RunningNamed> {
  const statements = [`primaries port ${port} { 127.0.0.1 key ${key.name}; };`];
  const secondary = await startNamed({
    ...{ address, port },
    keys: [key],
    zones: [{ name: domain, type: 'secondary', statements }],
  });
  await waitUntilPropagated([secondary], [{ kind: 'serial', zone: domain, atLeast: 1 }], {
    signal: AbortSignal.timeout(60_000),
  });
  return secondary;
}

async function runProgram(
  [program = '', ...args]: string[],
  { killAfterMs, stopWhen, onSaid }: RunOptions,
): Promise<RenewerRun> {
  const startedAt = performance.now();
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], env: { PATH: '/usr/bin:/bin' } });
  const ended = once(child, 'close') as Promise<[exitCode: number | null]>;
  const output = text(child.stdout);
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (part: string) => {
    stderr += part;
    onSaid?.(stderr);
  });
  if (killAfterMs !== undefined) {
    void sleep(killAfterMs, undefined, { ref: false }).then(() => child.kill('SIGKILL'));
  }
  while (stopWhen !== undefined && child.exitCode === null && !(await stopWhen())) await sleep(20);
  if (stopWhen !== undefined) child.kill('SIGTERM');
  const stdout = await output;
  const [exitCode] = await ended;
  const line = stdout === '' ? undefined : (JSON.parse(stdout) as LastRun);
  return { exitCode, stdout, stderr, line, elapsedMs: performance.now() - startedAt };
}

/** Every file below a folder, with who may read it. */
export async function modesBelow(folder: string): Promise<Record<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name));
  const modes = await Promise.all(files.map(async (file) => ((await stat(file)).mode & 0o777).toString(8)));
  return Object.fromEntries(files.map((file, index) => [file.slice(folder.length + 1), modes[index] ?? '']));
}
