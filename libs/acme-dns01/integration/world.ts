import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { request } from 'node:https';
import { text } from 'node:stream/consumers';
import {
  createAccount,
  type AcmeAccount,
  type AcmeFetch,
  type CertificateAuthority,
  type Dns01Challenge,
  type Dns01Responder,
} from '@wescale/acme-dns01';
import {
  startNamed,
  startPebble,
  type PebbleOptions,
  type RunningNamed,
  type RunningPebble,
} from '@wescale/real-servers';

/** A zone on a real BIND, a real Pebble that asks it, and an account there. */
export interface World extends AsyncDisposable {
  named: RunningNamed;
  pebble: RunningPebble;
  account: AcmeAccount;
  authority: CertificateAuthority;
  responder: RecordingResponder;
  /** A network that a test may tamper with; it reaches this Pebble only. */
  fetch: AcmeFetch;
}

/** Writes with nsupdate; keeps what it was asked. */
export interface RecordingResponder extends Dns01Responder {
  calls: { call: 'present' | 'cleanUp'; challenges: readonly Dns01Challenge[] }[];
}

const key = { name: 'acme', algorithm: 'hmac-sha256', secret: randomBytes(32).toString('base64') };

const zoneText = ['$TTL 1', '@ SOA ns hostmaster 1 3600 600 86400 1', '@ NS ns', 'ns A 127.0.0.1', ''].join(
  '\n',
);

/** TXT records of the zone, as `owner text`. */
export async function challengeRecords(named: RunningNamed, zone = 'example'): Promise<string[]> {
  const dig = spawn('dig', [
    '-p',
    String(named.port),
    '@127.0.0.1',
    '+tcp',
    '+noall',
    '+answer',
    zone,
    'AXFR',
  ]);
  const output = await text(dig.stdout);
  return output
    .split('\n')
    .map((line) => line.split(/\s+/))
    .filter(([, , , type]) => type === 'TXT')
    .map(([owner, , , , value]) => `${owner ?? ''} ${value ?? ''}`);
}

async function nsupdate(named: RunningNamed, lines: string[]): Promise<void> {
  const program = spawn('nsupdate', ['-y', `${key.algorithm}:${key.name}:${key.secret}`]);
  const said = Promise.all([text(program.stdout), text(program.stderr)]);
  program.stdin.end([`server 127.0.0.1 ${named.port}`, ...lines, 'send', ''].join('\n'));
  const [exitCode] = (await once(program, 'exit')) as [number];
  if (exitCode !== 0) throw new Error(`nsupdate: ${(await said).join('').trim()}`);
}

export function nsupdateResponder(named: RunningNamed): RecordingResponder {
  const calls: RecordingResponder['calls'] = [];
  return {
    calls,
    async present(challenges) {
      calls.push({ call: 'present', challenges });
      await nsupdate(
        named,
        challenges.map(({ name, value }) => `update add ${name}. 1 TXT "${value}"`),
      );
    },
    async cleanUp(challenges) {
      calls.push({ call: 'cleanUp', challenges });
      await nsupdate(
        named,
        challenges.map(({ name, value }) => `update delete ${name}. TXT "${value}"`),
      );
    },
  };
}

export const startZone = (): Promise<RunningNamed> =>
  startNamed({
    keys: [key],
    zones: [
      {
        name: 'example',
        text: zoneText,
        statements: ['update-policy { grant acme zonesub TXT; };', 'allow-transfer { any; };'],
      },
    ],
  });

export async function startWorld(options: PebbleOptions = {}): Promise<World> {
  await using stack = new AsyncDisposableStack();
  const named = stack.use(await startZone());
  const pebble = stack.use(await startPebble({ dnsServer: `127.0.0.1:${named.port}`, ...options }));
  const trustedCertificates = pebble.trustedCertificate;
  const account =
    options.externalAccountKeys === undefined
      ? (
          await createAccount({
            directoryUrl: pebble.directoryUrl,
            trustedCertificates,
            termsOfServiceAgreed: true,
          })
        ).account
      : { directoryUrl: pebble.directoryUrl, url: '', keyPem: '' };
  const ending = stack.move();
  return {
    named,
    pebble,
    account,
    authority: { account, trustedCertificates },
    responder: nsupdateResponder(named),
    fetch: fetchTrusting(trustedCertificates),
    [Symbol.asyncDispose]: () => ending.disposeAsync(),
  };
}

/** Plain HTTPS, one connection a request. */
function fetchTrusting(ca: string): AcmeFetch {
  return async (url, { method, headers, body, signal }) => {
    const sent = request(url, { method, headers, signal, ca, agent: false });
    sent.end(body);
    const [reply] = (await once(sent, 'response')) as [IncomingMessage];
    const answer = await text(reply);
    return {
      status: reply.statusCode ?? 0,
      headers: { get: (name) => [reply.headers[name] ?? []].flat().join(', ') || null },
      text: () => Promise.resolve(answer),
    };
  };
}
