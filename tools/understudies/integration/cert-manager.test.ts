import { X509Certificate } from 'node:crypto';

import {
  startKubernetes,
  startNamed,
  startPebble,
  type RunningKubernetes,
  type RunningNamed,
  type RunningPebble,
} from '@wescale/real-servers';
import { ask, sendUpdate, type TsigKey } from '@wescale/bind9-zone';
import { afterAll, beforeAll, expect, test } from 'vitest';

import type { Condition } from '../src/kubernetes/kubernetes-object.ts';
import type { ApiServer } from '../src/kubernetes/api-server.ts';
import type { Certificate, Secret } from '../src/cert-manager/resources.ts';
import { startCertManager, type RunningCertManager } from '../src/cert-manager/start-cert-manager.ts';
import { installChart } from './helm.ts';
import { apiOfAccount } from './kubernetes-account.ts';
import { until as untilSeen } from './until.ts';

const namespace = 'cert-manager';
const secret = Buffer.alloc(32, 7).toString('base64');
const tsig: TsigKey = { name: 'boards', algorithm: 'hmac-sha256', secret };
const wrongSecret = Buffer.alloc(32, 8).toString('base64');

let kubernetes: RunningKubernetes;
let named: RunningNamed;
let pebble: RunningPebble;
let api: ApiServer;
let manager: RunningCertManager | undefined;
let clock = 0;
const lines: string[] = [];

beforeAll(async () => {
  const text = [
    '$TTL 60',
    '@ IN SOA ns.hunt.example. admin.hunt.example. 1 3600 600 86400 60',
    '@ IN NS ns',
    'ns IN A 127.0.0.1',
  ].join('\n');
  [kubernetes, named] = await Promise.all([
    startKubernetes(),
    startNamed({
      keys: [{ ...tsig }],
      zones: [
        {
          name: 'hunt.example',
          text: `${text}\n`,
          statements: [`update-policy { grant ${tsig.name} zonesub TXT; };`],
        },
      ],
    }),
  ]);
  pebble = await startPebble({
    dnsServer: `${named.host}:${named.port}`,
    blockedDomains: ['refused.hunt.example'],
  });
  await installChart(kubernetes, 'cert-manager', namespace, {
    values: { crds: { enabled: true, keep: true }, prometheus: { enabled: false } },
  });
  // The account that the chart made, with its rights and no others.
  api = await apiOfAccount(kubernetes, namespace, 'cert-manager');
  await apply(tsigSecret(tsig.secret), issuerOf('hunt'));
  manager = start();
});
afterAll(async () => {
  await manager?.[Symbol.asyncDispose]();
  await pebble[Symbol.asyncDispose]();
  await named[Symbol.asyncDispose]();
  await kubernetes[Symbol.asyncDispose]();
});

function start(): RunningCertManager {
  return startCertManager({
    server: api,
    clusterResourceNamespace: namespace,
    nameservers: { isOnly: false, authoritativePort: named.port },
    timing: {
      ...{ firstPresentRetryMs: 100, longestPresentRetryMs: 400, propagationIntervalMs: 20 },
      ...{ firstRegistrationRetryMs: 100, issuerPollMs: 20 },
    },
    now: () => new Date(Date.now() + clock),
    onLog: (line) => lines.push(line),
  });
}

async function apply(...objects: readonly object[]): Promise<void> {
  const stdin = JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects });
  await kubernetes.kubectl(['apply', '--server-side', '--filename', '-'], { stdin });
}

const tsigSecret = (secret: string): object => ({
  ...{ apiVersion: 'v1', kind: 'Secret', metadata: { name: 'tsig', namespace } },
  stringData: { 'tsig-secret': secret },
});

function issuerOf(name: string, acme: object = {}): object {
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

function certificateOf(name: string, dnsNames: readonly string[], spec: object = {}): object {
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

async function read<Kind>(what: string, at = 'default'): Promise<Kind> {
  return JSON.parse(
    await kubernetes.kubectl(['get', ...what.split(' '), '--namespace', at, '--output', 'json']),
  ) as Kind;
}

const until = <Value>(what: string, look: () => Promise<Value | undefined>): Promise<Value> =>
  untilSeen(what, look, { explain: () => lines.slice(-8).join('\n') });

const conditionOf = (
  { status }: { status?: { conditions?: readonly Condition[] } },
  type: string,
): Condition | undefined => status?.conditions?.find((one) => one.type === type);

/** Ready, with nothing going on. */
const issued = (name: string, revision: number): Promise<Certificate> =>
  until(`revision ${revision} of ${name}`, async () => {
    const certificate = await read<Certificate>(`certificate ${name}`);
    const isDone =
      conditionOf(certificate, 'Ready')?.status === 'True' &&
      conditionOf(certificate, 'Issuing') === undefined &&
      certificate.status?.revision === revision;
    return isDone ? certificate : undefined;
  });

async function leafOf(name: string): Promise<X509Certificate> {
  const secret = await read<Secret>(`secret ${name}`);
  return new X509Certificate(Buffer.from(secret.data?.['tls.crt'] ?? '', 'base64'));
}

/** Reasons of the Events about objects whose name begins so. */
async function reasonsOf(name: string, message = /./): Promise<string[]> {
  interface Event {
    reason: string;
    message: string;
    involvedObject: { name: string };
  }
  const { items } = await read<{ items: Event[] }>('events');
  return items
    .filter((one) => one.involvedObject.name.startsWith(name) && message.test(one.message))
    .map(({ reason }) => reason);
}

test('a ClusterIssuer makes its account, keeps its key in a Secret and says so', async () => {
  const issuer = await until('the issuer to be ready', async () => {
    const seen = await read<{ status?: { conditions?: Condition[]; acme?: { uri?: string } } }>(
      'clusterissuer hunt',
    );
    return conditionOf(seen, 'Ready')?.status === 'True' ? seen : undefined;
  });
  expect(conditionOf(issuer, 'Ready')).toMatchObject({
    reason: 'ACMEAccountRegistered',
    message: 'The ACME account was registered with the ACME server',
    observedGeneration: 1,
  });
  expect(issuer.status?.acme?.uri).toContain(new URL(pebble.directoryUrl).host);
  const { data } = await read<Secret>('secret account-hunt', namespace);
  expect(Buffer.from(data?.['tls.key'] ?? '', 'base64').toString()).toContain('BEGIN RSA PRIVATE KEY');
});

test('a CA that cannot be trusted leaves its issuer not ready, with the reason', async () => {
  await apply(
    issuerOf('untrusted', { caBundle: Buffer.from((await pebble.roots())[0]!).toString('base64') }),
  );
  const ready = await until('the reason', async () =>
    conditionOf(await read('clusterissuer untrusted'), 'Ready'),
  );
  expect(ready).toMatchObject({ status: 'False', reason: 'ErrRegisterACMEAccount' });
  expect(ready.message).toMatch(/^Failed to register ACME account: /);
  await kubernetes.kubectl(['delete', 'clusterissuer', 'untrusted']);
});

test('a Certificate becomes a Secret that can be served, and what proved it is gone', async () => {
  await apply(certificateOf('one', ['one.hunt.example', '*.one.hunt.example']));
  const certificate = await issued('one', 1);
  expect(conditionOf(certificate, 'Ready')).toMatchObject({
    reason: 'Ready',
    message: 'Certificate is up to date and has not expired',
  });
  const secret = await read<Secret>('secret one');
  expect(secret).toMatchObject({
    type: 'kubernetes.io/tls',
    metadata: {
      labels: { 'controller.cert-manager.io/fao': 'true' },
      annotations: {
        'cert-manager.io/alt-names': '*.one.hunt.example,one.hunt.example',
        'cert-manager.io/certificate-name': 'one',
        'cert-manager.io/issuer-kind': 'ClusterIssuer',
        'cert-manager.io/issuer-name': 'hunt',
      },
    },
  });
  const chain = Buffer.from(secret.data?.['tls.crt'] ?? '', 'base64').toString();
  expect(chain.match(/BEGIN CERTIFICATE/g)).toHaveLength(2);
  expect(await reasonsOf('one')).toEqual(
    expect.arrayContaining([
      'Issuing',
      'Requested',
      'OrderCreated',
      'Presented',
      'Complete',
      'CertificateIssued',
    ]),
  );
  expect((await read<{ items: unknown[] }>('challenges')).items).toEqual([]);
  expect(await read('order')).toMatchObject({ items: [{ status: { state: 'valid' } }] });
  const { notBefore, notAfter, renewalTime } = certificate.status ?? {};
  const [from, to, due] = [notBefore, notAfter, renewalTime].map((time) => Date.parse(time ?? ''));
  expect(due! - from!).toBeCloseTo(((to! - from!) * 2) / 3, -4);
});

test('looked at again, and by another process, nothing is changed', async () => {
  await issued('one', 1);
  const before = await read<Certificate>('certificate one');
  const secret = await read<Secret>('secret one');
  await manager?.[Symbol.asyncDispose]();
  manager = start();
  const known = lines.length;
  await until('the other process to have looked', async () =>
    lines.slice(known).includes('ClusterIssuer hunt is ready') ? true : undefined,
  );
  manager.trigger();
  // What it would do to the first it has done when the second is there.
  await apply(certificateOf('later', ['later.hunt.example']));
  await issued('later', 1);
  expect((await read<Certificate>('certificate one')).metadata.resourceVersion).toBe(
    before.metadata.resourceVersion,
  );
  expect((await read<Secret>('secret one')).metadata.resourceVersion).toBe(secret.metadata.resourceVersion);
});

test('other names are another certificate, and so is one that is due', async () => {
  const before = await leafOf('one');
  await apply(certificateOf('one', ['one.hunt.example', 'two.hunt.example']));
  await issued('one', 2);
  const changed = await leafOf('one');
  expect(changed.subjectAltName).toBe('DNS:one.hunt.example, DNS:two.hunt.example');
  expect(changed.publicKey.equals(before.publicKey)).toBe(false);
  // Of ninety days: due five seconds after it was made.
  const names = ['one.hunt.example', 'two.hunt.example'];
  await apply(certificateOf('one', names, { renewBefore: '2159h59m55s' }));
  await until('a renewal', async () => {
    const { status } = await read<Certificate>('certificate one');
    return (status?.revision ?? 0) >= 3 ? true : undefined;
  });
  expect(await reasonsOf('one', /renewal was scheduled/)).toContain('Issuing');
  expect((await leafOf('one')).serialNumber).not.toBe(changed.serialNumber);
  await apply(certificateOf('one', names));
  const requests = await kubernetes.kubectl(['get', 'certificaterequests', '--output', 'name']);
  expect(requests).toContain('certificaterequest.cert-manager.io/one-');
  expect(requests).not.toContain('certificaterequest.cert-manager.io/one-1\n');
});

test('a wrong key is told by the Challenge and an Event, and put right it is enough', async () => {
  await apply(tsigSecret(wrongSecret), certificateOf('key', ['key.hunt.example']));
  const challenge = await until('the challenge to say why', async () => {
    const { items } = await read<{ items: { status?: { reason?: string; presented?: boolean } }[] }>(
      'challenges',
    );
    return items.find(({ status }) => status?.reason !== undefined);
  });
  expect(challenge.status).toMatchObject({ presented: false, state: 'pending' });
  expect(challenge.status?.reason).toMatch(/did not accept our signature .*BADSIG/);
  expect(JSON.stringify(challenge)).not.toContain(wrongSecret);
  const certificate = await read<Certificate>('certificate key');
  expect(conditionOf(certificate, 'Ready')).toMatchObject({ status: 'False', reason: 'DoesNotExist' });
  expect(conditionOf(certificate, 'Issuing')).toMatchObject({ status: 'True', reason: 'DoesNotExist' });
  expect(await reasonsOf('key')).toContain('PresentError');
  await apply(tsigSecret(tsig.secret));
  await issued('key', 1);
});

test('a name that the CA refuses fails the request, is tried after an hour, and at once when it is another name', async () => {
  await apply(certificateOf('refused', ['refused.hunt.example']));
  const failed = await until('the failure', async () => {
    const seen = await read<Certificate>('certificate refused');
    return conditionOf(seen, 'Issuing')?.status === 'False' ? seen : undefined;
  });
  expect(conditionOf(failed, 'Issuing')).toMatchObject({ reason: 'Failed' });
  expect(conditionOf(failed, 'Issuing')?.message).toMatch(
    /^The certificate request has failed to complete and will be retried: Failed to wait for order resource/,
  );
  expect(failed.status).toMatchObject({ failedIssuanceAttempts: 1 });
  expect(failed.status?.lastFailureTime).toBeDefined();
  expect(await reasonsOf('refused')).toContain('Failed');
  clock = 3_601_000;
  manager?.trigger();
  await until('the second failure', async () => {
    const { status } = await read<Certificate>('certificate refused');
    return status?.failedIssuanceAttempts === 2 ? true : undefined;
  });
  clock = 0;
  await apply(certificateOf('refused', ['allowed.hunt.example']));
  const { status } = await issued('refused', 1);
  expect(status?.failedIssuanceAttempts).toBeUndefined();
});

test('an Ingress with an issuer gets Certificates for its Secrets, and takes them with it', async () => {
  const ingress = (hosts: readonly string[]): object => ({
    ...{ apiVersion: 'networking.k8s.io/v1', kind: 'Ingress' },
    metadata: {
      ...{ name: 'grafana', namespace: 'default' },
      annotations: { 'cert-manager.io/cluster-issuer': 'hunt' },
    },
    spec: {
      rules: [{ host: hosts[0] }],
      tls: [{ hosts, secretName: 'grafana-tls' }],
    },
  });
  await apply(ingress(['grafana.hunt.example']));
  const certificate = await until('the Certificate', async () =>
    (await read<{ items: Certificate[] }>('certificates')).items.find(
      ({ metadata }) => metadata.name === 'grafana-tls',
    ),
  );
  expect(certificate).toMatchObject({
    metadata: { ownerReferences: [{ kind: 'Ingress', name: 'grafana', controller: true }] },
    spec: {
      secretName: 'grafana-tls',
      dnsNames: ['grafana.hunt.example'],
      issuerRef: { name: 'hunt', kind: 'ClusterIssuer', group: 'cert-manager.io' },
      usages: ['digital signature', 'key encipherment'],
    },
  });
  await issued('grafana-tls', 1);
  await apply(ingress(['grafana.hunt.example', 'logs.hunt.example']));
  await issued('grafana-tls', 2);
  expect((await leafOf('grafana-tls')).subjectAltName).toContain('logs.hunt.example');
  await kubernetes.kubectl(['delete', 'ingress', 'grafana']);
  await until('the Certificate to go', async () => {
    const { items } = await read<{ items: Certificate[] }>('certificates');
    return items.some(({ metadata }) => metadata.name === 'grafana-tls') ? undefined : true;
  });
});

test('what is not played is refused: unknown fields by the definitions, annotations by an Event', async () => {
  const unknown = certificateOf('unknown', ['unknown.hunt.example'], { isCA: true });
  await expect(apply(unknown)).rejects.toThrow(/unknown field|isCA/);
  await expect(apply(issuerOf('self', { http01: {} }))).rejects.toThrow(/http01/);
  await apply({
    ...{ apiVersion: 'networking.k8s.io/v1', kind: 'Ingress' },
    metadata: {
      ...{ name: 'unplayed', namespace: 'default' },
      annotations: {
        'cert-manager.io/cluster-issuer': 'hunt',
        'cert-manager.io/acme-challenge-type': 'http01',
      },
    },
    spec: {
      rules: [{ host: 'unplayed.hunt.example' }],
      tls: [{ hosts: ['unplayed.hunt.example'], secretName: 'x' }],
    },
  });
  await until('the Event', async () =>
    (await reasonsOf('unplayed')).includes('BadConfig') ? true : undefined,
  );
});

test('an issuance that is cut short leaves nothing in the zone and is begun anew', async () => {
  await apply(tsigSecret(wrongSecret), certificateOf('cut', ['cut.hunt.example']));
  await until('the challenge', async () =>
    (await reasonsOf('cut')).includes('PresentError') ? true : undefined,
  );
  await manager?.[Symbol.asyncDispose]();
  // What a process that was killed would have left.
  const { items } = await read<{ items: { spec: { key: string } }[] }>('challenges');
  const name = '_acme-challenge.cut.hunt.example';
  const data = `"${items[0]!.spec.key}"`;
  const step = { kind: 'add', name, type: 'TXT', ttlSeconds: 60, data } as const;
  await sendUpdate(named, { zone: 'hunt.example', steps: [step] }, { key: tsig });
  await apply(tsigSecret(tsig.secret));
  manager = start();
  await issued('cut', 1);
  const { rcode } = await ask(named, { name, type: 'TXT' });
  expect(rcode).toBe('NXDOMAIN');
  expect((await read<{ items: unknown[] }>('challenges')).items).toEqual([]);
});
