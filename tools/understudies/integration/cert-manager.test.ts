import { ask, sendUpdate } from '@wescale/bind9-zone';
import { afterAll, beforeAll, expect, test } from 'vitest';

import type { Certificate, Secret } from '../src/cert-manager/resources.ts';
import type { Condition } from '../src/kubernetes/kubernetes-object.ts';
import {
  certificateOf,
  conditionOf,
  namespace,
  startCertManagerWorld,
  tsig,
  tsigSecret,
  type CertManagerWorld,
} from './cert-manager-world.ts';

const wrongSecret = Buffer.alloc(32, 8).toString('base64');

let world: CertManagerWorld;
beforeAll(async () => {
  world = await startCertManagerWorld();
});
afterAll(async () => {
  await world[Symbol.asyncDispose]();
});

test('a ClusterIssuer makes its account, keeps its key in a Secret and says so', async () => {
  const issuer = await world.until('the issuer to be ready', async () => {
    const seen = await world.read<{ status?: { conditions?: Condition[]; acme?: { uri?: string } } }>(
      'clusterissuer hunt',
    );
    return conditionOf(seen, 'Ready')?.status === 'True' ? seen : undefined;
  });
  expect(conditionOf(issuer, 'Ready')).toMatchObject({
    reason: 'ACMEAccountRegistered',
    message: 'The ACME account was registered with the ACME server',
    observedGeneration: 1,
  });
  expect(issuer.status?.acme?.uri).toContain(new URL(world.pebble.directoryUrl).host);
  const { data } = await world.read<Secret>('secret account-hunt', namespace);
  expect(Buffer.from(data?.['tls.key'] ?? '', 'base64').toString()).toContain('BEGIN RSA PRIVATE KEY');
});

test('a CA that cannot be trusted leaves its issuer not ready, with the reason', async () => {
  await world.apply(
    world.issuerOf('untrusted', {
      caBundle: Buffer.from((await world.pebble.roots())[0]!).toString('base64'),
    }),
  );
  const ready = await world.until('the reason', async () =>
    conditionOf(await world.read('clusterissuer untrusted'), 'Ready'),
  );
  expect(ready).toMatchObject({ status: 'False', reason: 'ErrRegisterACMEAccount' });
  expect(ready.message).toMatch(/^Failed to register ACME account: /);
  await world.kubernetes.kubectl(['delete', 'clusterissuer', 'untrusted']);
});

test('a Certificate becomes a Secret that can be served, and what proved it is gone', async () => {
  await world.apply(certificateOf('one', ['one.hunt.example', '*.one.hunt.example']));
  const certificate = await world.issued('one', 1);
  expect(conditionOf(certificate, 'Ready')).toMatchObject({
    reason: 'Ready',
    message: 'Certificate is up to date and has not expired',
  });
  const secret = await world.read<Secret>('secret one');
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
  expect(await world.reasonsOf('one')).toEqual(
    expect.arrayContaining([
      'Issuing',
      'Requested',
      'OrderCreated',
      'Presented',
      'Complete',
      'CertificateIssued',
    ]),
  );
  expect((await world.read<{ items: unknown[] }>('challenges')).items).toEqual([]);
  expect(await world.read('order')).toMatchObject({ items: [{ status: { state: 'valid' } }] });
  const { notBefore, notAfter, renewalTime } = certificate.status ?? {};
  const [from, to, due] = [notBefore, notAfter, renewalTime].map((time) => Date.parse(time ?? ''));
  expect(due! - from!).toBeCloseTo(((to! - from!) * 2) / 3, -4);
});

test('looked at again, and by another process, nothing is changed', async () => {
  await world.issued('one', 1);
  const before = await world.read<Certificate>('certificate one');
  const secret = await world.read<Secret>('secret one');
  await world.stop();
  world.start();
  const known = world.lines.length;
  await world.until('the other process to have looked', async () =>
    world.lines.slice(known).includes('ClusterIssuer hunt is ready') ? true : undefined,
  );
  world.trigger();
  // What it would do to the first it has done when the second is there.
  await world.apply(certificateOf('later', ['later.hunt.example']));
  await world.issued('later', 1);
  expect((await world.read<Certificate>('certificate one')).metadata.resourceVersion).toBe(
    before.metadata.resourceVersion,
  );
  expect((await world.read<Secret>('secret one')).metadata.resourceVersion).toBe(
    secret.metadata.resourceVersion,
  );
});

test('other names are another certificate, and so is one that is due', async () => {
  const before = await world.leafOf('one');
  await world.apply(certificateOf('one', ['one.hunt.example', 'two.hunt.example']));
  await world.issued('one', 2);
  const changed = await world.leafOf('one');
  expect(changed.subjectAltName).toBe('DNS:one.hunt.example, DNS:two.hunt.example');
  expect(changed.publicKey.equals(before.publicKey)).toBe(false);
  // Of ninety days: due five seconds after it was made.
  const names = ['one.hunt.example', 'two.hunt.example'];
  await world.apply(certificateOf('one', names, { renewBefore: '2159h59m55s' }));
  await world.until('a renewal', async () => {
    const { status } = await world.read<Certificate>('certificate one');
    return (status?.revision ?? 0) >= 3 ? true : undefined;
  });
  expect(await world.reasonsOf('one', /renewal was scheduled/)).toContain('Issuing');
  expect((await world.leafOf('one')).serialNumber).not.toBe(changed.serialNumber);
  await world.apply(certificateOf('one', names));
  const requests = await world.kubernetes.kubectl(['get', 'certificaterequests', '--output', 'name']);
  expect(requests).toContain('certificaterequest.cert-manager.io/one-');
  expect(requests).not.toContain('certificaterequest.cert-manager.io/one-1\n');
});

test('a wrong key is told by the Challenge and an Event, and put right it is enough', async () => {
  await world.apply(tsigSecret(wrongSecret), certificateOf('key', ['key.hunt.example']));
  const challenge = await world.until('the challenge to say why', async () => {
    const { items } = await world.read<{ items: { status?: { reason?: string; presented?: boolean } }[] }>(
      'challenges',
    );
    return items.find(({ status }) => status?.reason !== undefined);
  });
  expect(challenge.status).toMatchObject({ presented: false, state: 'pending' });
  expect(challenge.status?.reason).toMatch(/did not accept our signature .*BADSIG/);
  expect(JSON.stringify(challenge)).not.toContain(wrongSecret);
  const certificate = await world.read<Certificate>('certificate key');
  expect(conditionOf(certificate, 'Ready')).toMatchObject({ status: 'False', reason: 'DoesNotExist' });
  expect(conditionOf(certificate, 'Issuing')).toMatchObject({ status: 'True', reason: 'DoesNotExist' });
  // Events are recorded after it is told.
  await world.until('the Event', async () =>
    (await world.reasonsOf('key')).includes('PresentError') ? true : undefined,
  );
  await world.apply(tsigSecret(tsig.secret));
  await world.issued('key', 1);
});

test('a name that the CA refuses fails the request, is tried after an hour, and at once when it is another name', async () => {
  await world.apply(certificateOf('refused', ['refused.hunt.example']));
  const failed = await world.until('the failure', async () => {
    const seen = await world.read<Certificate>('certificate refused');
    return conditionOf(seen, 'Issuing')?.status === 'False' ? seen : undefined;
  });
  expect(conditionOf(failed, 'Issuing')).toMatchObject({ reason: 'Failed' });
  expect(conditionOf(failed, 'Issuing')?.message).toMatch(
    /^The certificate request has failed to complete and will be retried: Failed to wait for order resource/,
  );
  expect(failed.status).toMatchObject({ failedIssuanceAttempts: 1 });
  expect(failed.status?.lastFailureTime).toBeDefined();
  expect(await world.reasonsOf('refused')).toContain('Failed');
  world.clock.aheadMs = 3_601_000;
  world.trigger();
  await world.until('the second failure', async () => {
    const { status } = await world.read<Certificate>('certificate refused');
    return status?.failedIssuanceAttempts === 2 ? true : undefined;
  });
  world.clock.aheadMs = 0;
  await world.apply(certificateOf('refused', ['allowed.hunt.example']));
  const { status } = await world.issued('refused', 1);
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
  await world.apply(ingress(['grafana.hunt.example']));
  const certificate = await world.until('the Certificate', async () =>
    (await world.read<{ items: Certificate[] }>('certificates')).items.find(
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
  await world.issued('grafana-tls', 1);
  await world.apply(ingress(['grafana.hunt.example', 'logs.hunt.example']));
  await world.issued('grafana-tls', 2);
  expect((await world.leafOf('grafana-tls')).subjectAltName).toContain('logs.hunt.example');
  await world.kubernetes.kubectl(['delete', 'ingress', 'grafana']);
  await world.until('the Certificate to go', async () => {
    const { items } = await world.read<{ items: Certificate[] }>('certificates');
    return items.some(({ metadata }) => metadata.name === 'grafana-tls') ? undefined : true;
  });
});

test('what is not played is refused: unknown fields by the definitions, annotations by an Event', async () => {
  const unknown = certificateOf('unknown', ['unknown.hunt.example'], { isCA: true });
  await expect(world.apply(unknown)).rejects.toThrow(/unknown field|isCA/);
  await expect(world.apply(world.issuerOf('self', { http01: {} }))).rejects.toThrow(/http01/);
  await world.apply({
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
  await world.until('the Event', async () =>
    (await world.reasonsOf('unplayed')).includes('BadConfig') ? true : undefined,
  );
});

test('an issuance that is cut short leaves nothing in the zone and is begun anew', async () => {
  await world.apply(tsigSecret(wrongSecret), certificateOf('cut', ['cut.hunt.example']));
  await world.until('the challenge', async () =>
    (await world.reasonsOf('cut')).includes('PresentError') ? true : undefined,
  );
  await world.stop();
  // What a process that was killed would have left.
  const { items } = await world.read<{ items: { spec: { key: string } }[] }>('challenges');
  const name = '_acme-challenge.cut.hunt.example';
  const data = `"${items[0]!.spec.key}"`;
  const step = { kind: 'add', name, type: 'TXT', ttlSeconds: 60, data } as const;
  await sendUpdate(world.named, { zone: 'hunt.example', steps: [step] }, { key: tsig });
  await world.apply(tsigSecret(tsig.secret));
  world.start();
  await world.issued('cut', 1);
  const { rcode } = await ask(world.named, { name, type: 'TXT' });
  expect(rcode).toBe('NXDOMAIN');
  expect((await world.read<{ items: unknown[] }>('challenges')).items).toEqual([]);
});
