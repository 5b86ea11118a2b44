import { webcrypto } from 'node:crypto';

import { SubjectAlternativeNameExtension, X509CertificateGenerator } from '@peculiar/x509';
import { beforeAll, expect, test } from 'vitest';

import { decideIssuance, judgeReadiness } from './decide-issuance.ts';
import type { Certificate, Secret } from './resources.ts';

const day = 86_400_000;
const start = Date.parse('2026-11-24T00:00:00Z');
const at = (days: number): Date => new Date(start + days * day);

let data: Record<string, string>;
beforeAll(async () => {
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const certificate = await X509CertificateGenerator.createSelfSigned(
    {
      ...{ serialNumber: '01', name: 'CN=one.hunt.example', keys, signingAlgorithm: algorithm },
      ...{ notBefore: at(0), notAfter: at(90) },
      extensions: [new SubjectAlternativeNameExtension([{ type: 'dns', value: 'one.hunt.example' }])],
    },
    webcrypto,
  );
  const der = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', keys.privateKey));
  const key = `-----BEGIN PRIVATE KEY-----\n${der.toString('base64')}\n-----END PRIVATE KEY-----\n`;
  data = {
    'tls.crt': Buffer.from(certificate.toString('pem')).toString('base64'),
    'tls.key': Buffer.from(key).toString('base64'),
  };
});

const certificateOf = (spec: Partial<Certificate['spec']> = {}): Certificate => ({
  metadata: { name: 'one', namespace: 'default' },
  spec: {
    ...{ secretName: 'one', dnsNames: ['one.hunt.example'], privateKey: { algorithm: 'ECDSA' } },
    ...{ issuerRef: { name: 'hunt', kind: 'ClusterIssuer' as const } },
    ...spec,
  },
});

const secretOf = (annotations: Record<string, string> = {}): Secret => ({
  metadata: { name: 'one', namespace: 'default', annotations },
  data,
});

test('what is as asked for and not due is left alone', () => {
  expect(decideIssuance(certificateOf(), secretOf(), at(59))).toBeUndefined();
  expect(judgeReadiness(certificateOf(), secretOf(), at(59))).toMatchObject({
    isReady: true,
    reason: 'Ready',
  });
});

test('after two thirds of its life it is renewed, and ready until its end', () => {
  expect(decideIssuance(certificateOf(), secretOf(), at(60))).toEqual({
    reason: 'Renewing',
    message: 'Renewing certificate as renewal was scheduled at 2027-01-23T00:00:00Z',
  });
  expect(judgeReadiness(certificateOf(), secretOf(), at(89)).isReady).toBe(true);
  expect(judgeReadiness(certificateOf(), secretOf(), at(91))).toMatchObject({
    isReady: false,
    reason: 'Expired',
  });
  const early = certificateOf({ renewBefore: '2136h' });
  expect(decideIssuance(early, secretOf(), at(2))).toMatchObject({ reason: 'Renewing' });
});

test.for<[string, Partial<Certificate['spec']>, Secret | undefined, string]>([
  ['there is no Secret', {}, undefined, 'DoesNotExist'],
  ['the Secret is empty', {}, { metadata: { name: 'one' } }, 'MissingData'],
  ['there is no certificate', {}, { metadata: { name: 'one' }, data: { 'tls.key': 'eA==' } }, 'MissingData'],
])('%s: a certificate is issued', ([, spec, secret, reason]) => {
  expect(decideIssuance(certificateOf(spec), secret, at(1))).toMatchObject({ reason });
});

test('other names, another issuer, another kind of key and another Certificate are each a reason', () => {
  const decide = (spec: Partial<Certificate['spec']>, annotations = {}): string | undefined =>
    decideIssuance(certificateOf(spec), secretOf(annotations), at(1))?.reason;
  expect(decide({ dnsNames: ['one.hunt.example', 'two.hunt.example'] })).toBe('RequestChanged');
  expect(decide({ privateKey: { algorithm: 'RSA' } })).toBe('SecretMismatch');
  expect(decide({}, { 'cert-manager.io/issuer-name': 'other' })).toBe('IncorrectIssuer');
  expect(decide({}, { 'cert-manager.io/certificate-name': 'other' })).toBe('IncorrectCertificate');
});
