import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout } from 'node:timers/promises';
import { buildGoProgram, type OnceOptions } from '@wescale/build-cache';
import { freePort } from './free-port.ts';
import { killProcess } from './kill-process.ts';
import { runProgram } from './run-program.ts';

export interface PebbleOptions {
  /** `host:port` of the DNS server it asks, over TCP. @default the machine's own */
  dnsServer?: string;
  /** Refuses what Pebble's authors announce as refused in future. @default false */
  isStrict?: boolean;
  /** Good nonces it refuses all the same, in percent. @default 0 */
  nonceRejectPercent?: number;
  /** Valid authorizations it reuses in new orders, in percent. @default 0 */
  authorizationReusePercent?: number;
  /** Longest random sleep before a validation. @default 0 */
  validationSleepSeconds?: number;
  /** Believes every challenge without a look. @default false */
  isAlwaysValid?: boolean;
  /** Profiles by name. @default one named `default`, of 90 days */
  profiles?: Record<string, { description: string; validityPeriodSeconds: number }>;
  /** What it says in `Retry-After` of pending authorizations and orders; no header at 0. @default 0 */
  retryAfterSeconds?: { authorization?: number; order?: number };
  /** Keys of the CA itself. @default 'ecdsa' */
  keyAlgorithm?: 'ecdsa' | 'rsa';
  /** Further roots that chains end at. @default 0 */
  alternateRoots?: number;
  /** Intermediates between leaf and root. @default 1 */
  chainLength?: number;
  /** Key identifiers and base64url MAC keys; once there is one, a new account must be bound to one. */
  externalAccountKeys?: Record<string, string>;
  /** Names it refuses, with everything below. */
  blockedDomains?: string[];
  /** Address to listen on, one that an interface has. The management interface stays on loopback. @default '127.0.0.1' */
  address?: string;
  /** @default a free one */
  port?: number;
  /** A private folder to work in, made if it is not there; it stays. @default a temporary one, removed at dispose */
  directory?: string;
  /** Hears what it logs, as it comes. */
  onLog?: (text: string) => void;
  /** Told when it ends though nobody asked it to. */
  onEnd?: (reason: Error) => void;
}

/** Let's Encrypt's small test CA; everything it knows is in memory and gone at dispose. */
export interface RunningPebble extends AsyncDisposable {
  directoryUrl: string;
  /** The certificate its HTTPS is trusted by, PEM, and the file that holds it. */
  trustedCertificate: string;
  trustedCertificateFile: string;
  /** Roots of what it issues, PEM: the default one first, then the alternates. */
  roots(): Promise<string[]>;
  /** What it answers from now on when asked for renewal information on a certificate; may be no JSON at all. */
  setRenewalInfo(certificatePem: string, answer: string): Promise<void>;
  /** Whether a certificate, named by its serial number in hexadecimal, is revoked. */
  certificateStatus(serialNumber: string): Promise<{ status: string; reason: number | null }>;
  /** What it logged so far. */
  log(): string;
  /** Ends it at once. */
  kill(): Promise<void>;
  /** Starts a fresh one, with new roots and no accounts, on the same ports after {@link kill}. */
  start(): Promise<void>;
}

/** The release whose behaviour the tests know: ARI and profiles are in it; Debian 12's own is too old for both. */
const program = {
  name: 'pebble',
  package: 'github.com/letsencrypt/pebble/v2/cmd/pebble',
  version: 'v2.10.1',
};

function configuration(
  options: PebbleOptions,
  at: { host: string; port: number; managementPort: number; directory: string },
): object {
  const profiles = options.profiles ?? {
    default: { description: 'ninety days', validityPeriodSeconds: 90 * 86_400 },
  };
  const externalAccountKeys = options.externalAccountKeys ?? {};
  return {
    pebble: {
      listenAddress: `${at.host}:${at.port}`,
      managementListenAddress: `127.0.0.1:${at.managementPort}`,
      certificate: join(at.directory, 'https.pem'),
      privateKey: join(at.directory, 'https.key'),
      // Only DNS challenges are played; nothing listens there.
      httpPort: 1,
      tlsPort: 1,
      ocspResponderURL: '',
      externalAccountBindingRequired: Object.keys(externalAccountKeys).length > 0,
      externalAccountMACKeys: externalAccountKeys,
      domainBlocklist: options.blockedDomains ?? [],
      retryAfter: {
        authz: options.retryAfterSeconds?.authorization ?? 0,
        order: options.retryAfterSeconds?.order ?? 0,
      },
      keyAlgorithm: options.keyAlgorithm ?? 'ecdsa',
      profiles: Object.fromEntries(
        Object.entries(profiles).map(([name, { description, validityPeriodSeconds }]) => [
          name,
          { description, validityPeriod: validityPeriodSeconds },
        ]),
      ),
    },
  };
}

const environment = (options: PebbleOptions): Record<string, string> => ({
  ...((options.validationSleepSeconds ?? 0) > 0
    ? { PEBBLE_VA_SLEEPTIME: String(options.validationSleepSeconds) }
    : { PEBBLE_VA_NOSLEEP: '1' }),
  PEBBLE_VA_ALWAYS_VALID: options.isAlwaysValid === true ? '1' : '0',
  PEBBLE_WFE_NONCEREJECT: String(options.nonceRejectPercent ?? 0),
  PEBBLE_AUTHZREUSE: String(options.authorizationReusePercent ?? 0),
  PEBBLE_ALTERNATE_ROOTS: String(options.alternateRoots ?? 0),
  PEBBLE_CHAIN_LENGTH: String(options.chainLength ?? 1),
});

async function makeHttpsCertificate(directory: string, host: string): Promise<void> {
  await runProgram('openssl', [
    ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '30'],
    ...['-subj', '/CN=localhost', '-addext', `subjectAltName=DNS:localhost,IP:127.0.0.1,IP:${host}`],
    ...['-keyout', join(directory, 'https.key'), '-out', join(directory, 'https.pem')],
  ]);
}

/**
 * Path of the Pebble that {@link startPebble} runs; built at the first call on a machine, which takes a quarter of a
 * minute and needs the internet.
 *
 * @throws when Go is not installed or the build fails, with what Go printed.
 */
export function buildPebble(options: OnceOptions = {}): Promise<string> {
  return buildGoProgram(program, options);
}

/**
 * Starts Pebble on free loopback ports, with an HTTPS certificate of its own. It is built from its Go module at the
 * first call on a machine.
 *
 * @throws when Go or OpenSSL is not installed, or it does not start; the error carries its log.
 */
export async function startPebble(options: PebbleOptions = {}): Promise<RunningPebble> {
  const binary = await buildPebble();
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await launchPebble(binary, options);
    } catch (error) {
      // Somebody took a port between finding it free and listening on it.
      const isWorthAnother = String(error).includes('address already in use') && options.port === undefined;
      if (!isWorthAnother || attempt === 5) throw error;
    }
  }
}

async function launchPebble(binary: string, options: PebbleOptions): Promise<RunningPebble> {
  const directory = options.directory ?? (await mkdtemp(join(tmpdir(), 'pebble-')));
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const host = options.address ?? '127.0.0.1';
  const [port, managementPort] = [options.port ?? (await freePort()), await freePort()];
  await makeHttpsCertificate(directory, host);
  const configurationFile = join(directory, 'pebble.json');
  await writeFile(
    configurationFile,
    JSON.stringify(configuration(options, { host, port, managementPort, directory }), null, 2),
  );
  const trustedCertificate = await readFile(join(directory, 'https.pem'), 'utf8');

  const args = [
    ...['--pdeathsig', 'KILL', binary, '-config', configurationFile],
    ...(options.isStrict === true ? ['-strict'] : []),
    ...(options.dnsServer === undefined ? [] : ['-dnsserver', options.dnsServer]),
  ];
  const ask = async (at: { host: string; port: number }, path: string, body?: string): Promise<string> => {
    const method = body === undefined ? 'GET' : 'POST';
    // A client that does not say who it is, is refused.
    const headers = { 'User-Agent': 'real-servers' };
    const sent = request({ ...at, path, method, headers, ca: trustedCertificate });
    sent.end(body);
    const [reply] = (await once(sent, 'response')) as [IncomingMessage];
    const answer = await text(reply);
    if (reply.statusCode !== 200) throw new Error(`Pebble refused ${method} ${path}: ${answer}`);
    return answer;
  };
  const manage = (path: string, body?: string): Promise<string> =>
    ask({ host: '127.0.0.1', port: managementPort }, path, body);

  let server: ChildProcess | undefined;
  let log = '';
  const start = async (): Promise<void> => {
    const started = spawn('setpriv', args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { PATH: process.env['PATH'], ...environment(options) },
    });
    server = started;
    const from = log.length;
    for (const stream of [started.stdout, started.stderr])
      stream.setEncoding('utf8').on('data', (chunk: string) => {
        log += chunk;
        options.onLog?.(chunk);
      });
    await once(started, 'spawn');
    // Its two listeners start at their own pace, and the log announces each before it is there.
    const isListening = async (): Promise<boolean> => {
      try {
        await Promise.all([ask({ host, port }, '/dir'), manage('/roots/0')]);
        return true;
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ECONNREFUSED') return false;
        throw error;
      }
    };
    while (!(await isListening())) {
      if (started.exitCode !== null) throw new Error(`Pebble did not start:\n${log.slice(from)}`);
      await setTimeout(10);
    }
    started.once('exit', (code, signal) => {
      if (server === started) options.onEnd?.(new Error(`Pebble ended with ${code ?? signal ?? 'nothing'}`));
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
    directoryUrl: `https://${host}${port === 443 ? '' : `:${port}`}/dir`,
    trustedCertificate,
    trustedCertificateFile: join(directory, 'https.pem'),
    roots: () =>
      Promise.all(Array.from({ length: 1 + (options.alternateRoots ?? 0) }, (_, n) => manage(`/roots/${n}`))),
    setRenewalInfo: async (certificate, answer) => {
      await manage('/set-renewal-info/', JSON.stringify({ Certificate: certificate, ARIResponse: answer }));
    },
    certificateStatus: async (serialNumber) => {
      const body = await manage(`/cert-status-by-serial/${serialNumber.toLowerCase()}`);
      const { Status: status, Reason: reason } = JSON.parse(body) as { Status: string; Reason?: number };
      return { status, reason: reason ?? null };
    },
    log: () => log,
    kill,
    start,
    [Symbol.asyncDispose]: dispose,
  };
}
