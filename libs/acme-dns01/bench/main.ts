/**
 * A certificate for an apex and its wildcard, whole process: ours, lego and certbot, turn by turn against one Pebble that
 * neither sleeps nor refuses nonces, and one named. Each has its account already, and none waits for propagation: lego
 * and certbot would sleep a minute each by default, which is switched off in their favour. What is left of lego's time is
 * its own pace: it proves one name after the other, and looks every five seconds where the CA names no pace.
 */
import { spawn, spawnSync } from 'node:child_process';
import { randomBytes, X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { startNamed, startPebble } from '@wescale/real-servers';

const rounds = Number(process.argv[2] ?? 9);
const goalMs = 500;
const domain = 'hunt.example';
const key = { name: 'acme', algorithm: 'hmac-sha256', secret: randomBytes(32).toString('base64') };
const print = (line: string): void => void process.stdout.write(`${line}\n`);

interface Contender {
  name: string;
  version: string;
  program: string;
  args: string[];
  env: Record<string, string>;
  /** Where the chain is afterwards. */
  chainFile: string;
}

const debianPackages = ['lego', 'certbot', 'python3-certbot-dns-rfc2136'];

const debianVersion = (name: string): string =>
  spawnSync(`dpkg-query --show --showformat '\${Version}' ${name}`, {
    shell: true,
    encoding: 'utf8',
  }).stdout.trim();

/** Debian's own, installed when they are not there. */
function installContenders(): void {
  if (debianPackages.every((name) => debianVersion(name) !== '')) return;
  print(`installing ${debianPackages.join(', ')} from Debian`);
  const install = `apt-get -qq update && apt-get -qq install -y --no-install-recommends ${debianPackages.join(' ')}`;
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const { status } = spawnSync(install, { shell: true, env, stdio: ['ignore', 'ignore', 'inherit'] });
  if (status !== 0) throw new Error(`${install} failed; is this Debian, and are you root?`);
}

function contenders(
  directory: string,
  at: { directoryUrl: string; trustFile: string; port: number },
): Contender[] {
  const folder = (name: string): string => {
    mkdirSync(join(directory, name));
    return join(directory, name);
  };
  const [ours, lego, certbot] = [folder('ours'), folder('lego'), folder('certbot')];
  // As somebody would write it who installed the package: plain JavaScript, the library found in node_modules.
  symlinkSync(join(import.meta.dirname, '../../../node_modules'), join(directory, 'node_modules'));
  const source = readFileSync(join(import.meta.dirname, 'obtain.ts'), 'utf8');
  writeFileSync(join(directory, 'obtain.mjs'), stripTypeScriptTypes(source));
  const credentials = join(certbot, 'credentials.ini');
  writeFileSync(
    credentials,
    [
      'dns_rfc2136_server = 127.0.0.1',
      `dns_rfc2136_port = ${at.port}`,
      `dns_rfc2136_name = ${key.name}.`,
      `dns_rfc2136_secret = ${key.secret}`,
      'dns_rfc2136_algorithm = HMAC-SHA256',
      '',
    ].join('\n'),
    { mode: 0o600 },
  );
  const names = ['-d', domain, '-d', `*.${domain}`];
  return [
    {
      name: 'ours',
      version: `node ${process.versions.node}`,
      program: process.execPath,
      args: [
        join(directory, 'obtain.mjs'),
        ...[ours, at.directoryUrl, at.trustFile, String(at.port)],
        `${key.algorithm}:${key.name}:${key.secret}`,
        domain,
      ],
      env: {},
      chainFile: join(ours, 'chain.pem'),
    },
    {
      name: 'lego',
      version: debianVersion('lego'),
      program: 'lego',
      args: [
        ...['--path', lego, '--server', at.directoryUrl, '--email', 'bench@hunt.example', '--accept-tos'],
        ...['--dns', 'rfc2136', '--dns.disable-cp', '--dns.resolvers', `127.0.0.1:${at.port}`],
        ...['--domains', domain, '--domains', `*.${domain}`, 'run'],
      ],
      env: {
        LEGO_CA_CERTIFICATES: at.trustFile,
        RFC2136_NAMESERVER: `127.0.0.1:${at.port}`,
        RFC2136_TSIG_KEY: `${key.name}.`,
        RFC2136_TSIG_SECRET: key.secret,
        RFC2136_TSIG_ALGORITHM: 'hmac-sha256.',
        // The smallest pause between two challenges that it takes for one.
        RFC2136_SEQUENCE_INTERVAL: '1',
      },
      chainFile: join(lego, 'certificates', `${domain}.crt`),
    },
    {
      name: 'certbot',
      version: debianVersion('certbot'),
      program: 'certbot',
      args: [
        ...['certonly', '--non-interactive', '--agree-tos', '--register-unsafely-without-email'],
        ...['--server', at.directoryUrl, '--force-renewal', '--key-type', 'ecdsa', '--cert-name', domain],
        ...['--config-dir', certbot, '--work-dir', certbot, '--logs-dir', join(certbot, 'logs')],
        ...['--dns-rfc2136', '--dns-rfc2136-credentials', credentials],
        ...['--dns-rfc2136-propagation-seconds', '0', ...names],
      ],
      env: { REQUESTS_CA_BUNDLE: at.trustFile },
      chainFile: join(certbot, 'live', domain, 'fullchain.pem'),
    },
  ];
}

/** Runs one to its end, in milliseconds; the certificate must be another one than before. */
async function measure(contender: Contender): Promise<number> {
  const before = serialOf(contender.chainFile);
  const start = performance.now();
  const child = spawn(contender.program, contender.args, {
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'], ...contender.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said = Promise.all([text(child.stdout), text(child.stderr)]);
  const [exitCode] = (await once(child, 'exit')) as [number | null];
  const durationMs = performance.now() - start;
  const output = (await said).join('');
  if (exitCode !== 0 || serialOf(contender.chainFile) === before)
    throw new Error(`${contender.name} issued nothing (${String(exitCode)}):\n${output}`);
  return durationMs;
}

function serialOf(chainFile: string): string | undefined {
  try {
    return new X509Certificate(readFileSync(chainFile)).serialNumber;
  } catch {
    return undefined;
  }
}

const sorted = (values: number[]): number[] => values.toSorted((a, b) => a - b);
const median = (values: number[]): number => Math.round(sorted(values)[values.length >> 1] ?? NaN);

installContenders();
const directory = mkdtempSync(join(tmpdir(), 'acme-bench-'));
try {
  await using named = await startNamed({
    keys: [key],
    zones: [
      {
        name: 'example',
        text: '$TTL 1\n@ SOA ns hostmaster 1 3600 600 86400 1\n@ NS ns\nns A 127.0.0.1\n',
        statements: ['update-policy { grant acme zonesub TXT; };'],
      },
    ],
  });
  await using pebble = await startPebble({ dnsServer: `127.0.0.1:${named.port}` });
  const all = contenders(directory, {
    directoryUrl: pebble.directoryUrl,
    trustFile: pebble.trustedCertificateFile,
    port: named.port,
  });
  const times = new Map<string, number[]>(all.map(({ name }) => [name, []]));
  // The first turn makes the accounts and is not counted.
  for (let round = 0; round <= rounds; round += 1)
    for (const contender of all) {
      const durationMs = await measure(contender);
      if (round > 0) times.get(contender.name)?.push(durationMs);
    }

  const results = all.map(({ name, version }) => {
    const values = times.get(name) ?? [];
    return {
      name,
      version,
      medianMs: median(values),
      fastestMs: Math.round(sorted(values)[0] ?? NaN),
      slowestMs: Math.round(sorted(values).at(-1) ?? NaN),
    };
  });
  const oursMs = results[0]?.medianMs ?? NaN;
  print(`apex and wildcard, whole process, ${rounds} rounds in turn`);
  print(
    `${'contender'.padEnd(30)}${['median', 'fastest', 'slowest'].map((head) => head.padStart(12)).join('')}`,
  );
  for (const { name, version, ...ms } of results)
    print(
      `${name} (${version})`.padEnd(30) +
        [ms.medianMs, ms.fastestMs, ms.slowestMs].map((value) => `${value} ms`.padStart(12)).join(''),
    );
  const isMet = oursMs <= goalMs;
  print(`${isMet ? 'met' : 'MISSED'}: ours at most ${goalMs} ms (median)`);
  const machine = { processors: cpus().length, node: process.versions.node };
  print(JSON.stringify({ bench: 'acme-dns01', rounds, ...machine, results, goalMs, isMet }));
} finally {
  rmSync(directory, { recursive: true, force: true });
}
