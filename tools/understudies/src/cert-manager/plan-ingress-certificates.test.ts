import { expect, test } from 'vitest';

import type { Ingress } from '../ingress/cluster-objects.ts';
import { planIngressCertificates, planShim } from './plan-ingress-certificates.ts';

const ingressOf = (annotations: Record<string, string>, tls: Ingress['spec']['tls'] = []): Ingress => ({
  metadata: { name: 'app', namespace: 'apps', uid: 'u1', annotations },
  spec: { tls },
});
const cluster = { 'cert-manager.io/cluster-issuer': 'hunt' };

test('an Ingress that names no issuer gets nothing', () => {
  expect(planIngressCertificates(ingressOf({}, [{ hosts: ['a.example'], secretName: 'a' }]))).toEqual({
    certificates: [],
  });
});

test('each Secret is a Certificate for the hosts of all its entries', () => {
  const { certificates } = planIngressCertificates(
    ingressOf(cluster, [
      { hosts: ['a.example'], secretName: 'one' },
      { hosts: ['b.example', 'a.example'], secretName: 'one' },
      { hosts: ['c.example'], secretName: 'two' },
    ]),
  );
  expect(certificates.map(({ spec }) => [spec.secretName, spec.dnsNames])).toEqual([
    ['one', ['a.example', 'b.example']],
    ['two', ['c.example']],
  ]);
});

test.for<[string, Record<string, string>, Ingress['spec']['tls'], string]>([
  ['two issuers', { ...cluster, 'cert-manager.io/issuer': 'own' }, [], 'both'],
  ['an unplayed annotation', { ...cluster, 'cert-manager.io/duration': '1h' }, [], 'duration is not played'],
  ['a host without a Secret', cluster, [{ hosts: ['a.example'] }], 'no secretName'],
])('%s is a problem', ([, annotations, tls, message]) => {
  expect(planIngressCertificates(ingressOf(annotations, tls)).problem).toContain(message);
});

test('what is as wanted is left alone, what no Ingress wants is removed, what is not its own is not touched', () => {
  const ingress = ingressOf(cluster, [{ hosts: ['a.example'], secretName: 'a' }]);
  const [wanted] = planIngressCertificates(ingress).certificates;
  const existing = new Map([
    ['apps/a', wanted!],
    ['apps/old', { ...wanted!, metadata: { ...wanted!.metadata, name: 'old' } }],
    ['apps/other', { ...wanted!, metadata: { name: 'other', namespace: 'apps' } }],
  ]);
  expect(planShim([ingress], existing)).toEqual({ apply: [], remove: ['apps/old'], problems: [] });
  const foreign = new Map([['apps/a', { ...wanted!, metadata: { name: 'a', namespace: 'apps' } }]]);
  expect(planShim([ingress], foreign).problems).toMatchObject([
    { reason: expect.stringContaining('not owned') as string },
  ]);
  expect(planShim([ingress], new Map()).apply).toHaveLength(1);
});
