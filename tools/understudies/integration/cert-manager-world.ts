import { X509Certificate } from 'node:crypto';

import type { TsigKey } from '@wescale/bind9-zone';
import {
  startKubernetes,
  startNamed,
  startPebble,
  type RunningKubernetes,
  type RunningNamed,
  type RunningPebble,
} from '@wescale/real-servers';

import type { Certificate, Secret } from '../src/cert-manager/resources.ts';
import { startCertManager, type RunningCertManager } from '../src/cert-manager/start-cert-manager.ts';
import type { Condition } from '../src/kubernetes/kubernetes-object.ts';
import { installChart } from './helm.ts';
import { apiOfAccount } from './kubernetes-account.ts';
import { until } from './until.ts';

export const namespace = 'cert-manager';
export const tsig: TsigKey = {
  ...{ name: 'boards', algorithm: 'hmac-sha256' },
  secret: Buffer.alloc(32, 7).toString('base64'),
};

/** A real control plane, a real BIND with a zone, a real Pebble that asks it, and our cert-manager between them. */
export interface CertManagerWorld extends AsyncDisposable {
  kubernetes: RunningKubernetes;
  named: RunningNamed;
  pebble: RunningPebble;
  /** What cert-manager has said, the runs before this one too. */
  lines: readonly string[];
  /** How far cert-manager's clock is ahead. */
  clock: { aheadMs: number };
  /** cert-manager looks at everything again. */
  trigger(): void;
  stop(): Promise<void>;
  /** Another process, after {@link stop}. */
  start(): void;
  apply(...objects: readonly object[]): Promise<void>;
  /** @param what as `kubectl get` names it @param at its namespace */
  read<Kind>(what: string, at?: string): Promise<Kind>;
  until<Value>(what: string, look: () => Promise<Value | undefined>): Promise<Value>;
  /** A Certificate that is ready, with nothing going on. */
  issued(name: string, revision: number): Promise<Certificate>;
  /** The certificate in the Secret of this name. */
  leafOf(name: string): Promise<X509Certificate>;
  /** Reasons of the Events about objects whose name begins so. */
  reasonsOf(name: string, message?: RegExp): Promise<string[]>;
  /** A ClusterIssuer of this Pebble that writes into this zone. */
  issuerOf(name: string, acme?: object): object;
}

/** With a ClusterIssuer `hunt`; the name `refused.hunt.example` gets no certificate. */
export async function startCertManagerWorld(): Promise<CertManagerWorld> {
  await using stack = new AsyncDisposableStack();
  const [kubernetes, named] = await Promise.all([
    startKubernetes().then((one) => stack.use(one)),
    startZone().then((one) => stack.use(one)),
  ]);
  const pebble = stack.use(
    await startPebble({
      dnsServer: `${named.host}:${named.port}`,
      blockedDomains: ['refused.hunt.example'],
    }),
  );
  await installChart(kubernetes, 'cert-manager', namespace, {
    values: { crds: { enabled: true, keep: true }, prometheus: { enabled: false } },
  });
  // The account that the chart made, with its rights and no others.
  const api = await apiOfAccount(kubernetes, namespace, 'cert-manager');
  const lines: string[] = [];
  const clock = { aheadMs: 0 };
  let manager: RunningCertManager | undefined;
  const start = (): void => {
    manager = startCertManager({
      server: api,
      clusterResourceNamespace: namespace,
      nameservers: { isOnly: false, authoritativePort: named.port },
      timing: {
        ...{ firstPresentRetryMs: 100, longestPresentRetryMs: 400, propagationIntervalMs: 20 },
        ...{ firstRegistrationRetryMs: 100, issuerPollMs: 20 },
      },
      now: () => new Date(Date.now() + clock.aheadMs),
      onLog: (line) => lines.push(line),
    });
  };
  const stop = async (): Promise<void> => manager?.[Symbol.asyncDispose]();
  stack.defer(stop);

  const read = async <Kind>(what: string, at = 'default'): Promise<Kind> => {
    const asked = ['get', ...what.split(' '), '--namespace', at, '--output', 'json'];
    return JSON.parse(await kubernetes.kubectl(asked)) as Kind;
  };
  const untilSeen: CertManagerWorld['until'] = (what, look) =>
    until(what, look, { explain: () => lines.slice(-8).join('\n') });
  const world: Omit<CertManagerWorld, keyof AsyncDisposable> = {
    ...{ kubernetes, named, pebble, lines, clock, start, stop, read, until: untilSeen },
    trigger: () => manager?.trigger(),
    apply: async (...objects) => {
      const stdin = JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects });
      await kubernetes.kubectl(['apply', '--server-side', '--filename', '-'], { stdin });
    },
    issued: (name, revision) =>
      untilSeen(`revision ${revision} of ${name}`, async () => {
        const certificate = await read<Certificate>(`certificate ${name}`);
        const isDone =
          conditionOf(certificate, 'Ready')?.status === 'True' &&
          conditionOf(certificate, 'Issuing') === undefined &&
          certificate.status?.revision === revision;
        return isDone ? certificate : undefined;
      }),
    leafOf: async (name) => {
      const secret = await read<Secret>(`secret ${name}`);
      return new X509Certificate(Buffer.from(secret.data?.['tls.crt'] ?? '', 'base64'));
    },
    reasonsOf: async (name, message = /./) => {
      const { items } = await read<{ items: Event[] }>('events');
      return items
        .filter((one) => one.involvedObject.name.startsWith(name) && message.test(one.message))
        .map(({ reason }) => reason);
    },
    issuerOf: (name, acme = {}) => issuerOf(name, { pebble, named }, acme),
  };
  await world.apply(tsigSecret(tsig.secret), world.issuerOf('hunt'));
  start();
  const started = stack.move();
  return { ...world, [Symbol.asyncDispose]: () => started.disposeAsync() };
}

interface Event {
  reason: string;
  message: string;
  involvedObject: { name: string };
}

function startZone(): Promise<RunningNamed> {
  const text = [
    '$TTL 60',
    '@ IN SOA ns.hunt.example. admin.hunt.example. 1 3600 600 86400 60',
    '@ IN NS ns',
    'ns IN A 127.0.0.1',
  ].join('\n');
  const statements = [`update-policy { grant ${tsig.name} zonesub TXT; };`];
  return startNamed({
    keys: [{ ...tsig }],
    zones: [{ name: 'hunt.example', text: `${text}\n`, statements }],
  });
}

/** The Secret that issuers take their key from. */
export const tsigSecret = (secret: string): object => ({
  ...{ apiVersion: 'v1', kind: 'Secret', metadata: { name: 'tsig', namespace } },
  stringData: { 'tsig-secret': secret },
});

function issuerOf(
  name: string,
  { pebble, named }: { pebble: RunningPebble; named: RunningNamed },
  acme: object,
): object {
  return {
    ...{ apiVersion: 'cert-manager.io/v1', kind: 'ClusterIssuer', metadata: { name } },
    spec: {
      acme: {
        server: pebble.directoryUrl,
        email: 'admin@hunt.example',
        caBundle: Buffer.from(pebble.trustedCertificate).toString('base64'),
        privateKeySecretRef: { name: `account-${name}` },
        solvers: [
          {
            selector: { dnsZones: ['hunt.example'] },
            dns01: {
              rfc2136: {
                nameserver: `${named.host}:${named.port}`,
                ...{ tsigKeyName: tsig.name, tsigAlgorithm: 'HMACSHA256' },
                tsigSecretSecretRef: { name: 'tsig', key: 'tsig-secret' },
              },
            },
          },
        ],
        ...acme,
      },
    },
  };
}

export function certificateOf(name: string, dnsNames: readonly string[], spec: object = {}): object {
  return {
    ...{ apiVersion: 'cert-manager.io/v1', kind: 'Certificate', metadata: { name, namespace: 'default' } },
    spec: {
      ...{ secretName: name, dnsNames, issuerRef: { name: 'hunt', kind: 'ClusterIssuer' } },
      // A key that is made at once.
      privateKey: { algorithm: 'ECDSA', size: 256 },
      ...spec,
    },
  };
}

export const conditionOf = (
  { status }: { status?: { conditions?: readonly Condition[] } },
  type: string,
): Condition | undefined => status?.conditions?.find((one) => one.type === type);
