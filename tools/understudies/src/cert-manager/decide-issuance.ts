import { createPrivateKey, X509Certificate, type KeyObject } from 'node:crypto';

import { matchesSpec } from './certificate-key.ts';
import { renewalTime } from './renewal-time.ts';
import type { Certificate, Secret } from './resources.ts';
import { formatTime } from './set-condition.ts';

export interface Verdict {
  reason: string;
  message: string;
}

const decode = (value: string | undefined): string => Buffer.from(value ?? '', 'base64').toString();

/**
 * Why a certificate has to be issued, or `undefined` when what is in its Secret will do: cert-manager's chain of
 * policies with its reasons and words (`internal/controller/certificates/policies/checks.go@0296d3e`).
 */
export function decideIssuance(
  certificate: Certificate,
  secret: Secret | undefined,
  now: Date,
): Verdict | undefined {
  return (
    judgeSecret(certificate, secret) ??
    judgeAge(certificate, readLeaf(secret), now, (due) => ({
      reason: 'Renewing',
      message: `Renewing certificate as renewal was scheduled at ${formatTime(due)}`,
    }))
  );
}

/** The condition Ready: false while what is in the Secret cannot be used. Due for renewal it is ready still. */
export function judgeReadiness(
  certificate: Certificate,
  secret: Secret | undefined,
  now: Date,
): Verdict & { isReady: boolean } {
  const flaw = judgeSecret(certificate, secret) ?? judgeExpiry(readLeaf(secret), now);
  if (flaw !== undefined) return { ...flaw, isReady: false };
  return { isReady: true, reason: 'Ready', message: 'Certificate is up to date and has not expired' };
}

/** The certificate in a Secret. */
export function readLeaf(secret: Secret | undefined): X509Certificate | undefined {
  try {
    return new X509Certificate(decode(secret?.data?.['tls.crt']));
  } catch {
    return undefined;
  }
}

function judgeSecret(certificate: Certificate, secret: Secret | undefined): Verdict | undefined {
  const { spec, metadata } = certificate;
  if (secret === undefined)
    return { reason: 'DoesNotExist', message: 'Issuing certificate as Secret does not exist' };
  const missing = (what: string): Verdict => ({
    reason: 'MissingData',
    message: `Issuing certificate as Secret does not contain ${what}`,
  });
  if (secret.data === undefined) return missing('any data');
  if (decode(secret.data['tls.key']) === '') return missing('a private key');
  if (decode(secret.data['tls.crt']) === '') return missing('a certificate');
  let key: KeyObject;
  try {
    key = createPrivateKey(decode(secret.data['tls.key']));
  } catch {
    const message = 'Issuing certificate as Secret contains invalid private key data';
    return { reason: 'InvalidKeyPair', message };
  }
  const leaf = readLeaf(secret);
  if (leaf === undefined) {
    const message = 'Issuing certificate as Secret contains an invalid certificate';
    return { reason: 'InvalidCertificate', message };
  }
  if (!leaf.checkPrivateKey(key)) {
    const message =
      'Issuing certificate as Secret contains a private key that does not match the certificate';
    return { reason: 'InvalidKeyPair', message };
  }
  if (!matchesSpec(key, spec.privateKey)) {
    const message = 'Existing private key is not up to date for spec: [spec.privateKey]';
    return { reason: 'SecretMismatch', message };
  }
  const said = secret.metadata.annotations ?? {};
  const issuedBy = {
    name: said['cert-manager.io/issuer-name'],
    kind: said['cert-manager.io/issuer-kind'] ?? 'Issuer',
  };
  const { name, kind = 'Issuer' } = spec.issuerRef;
  if (issuedBy.name !== undefined && (issuedBy.name !== name || issuedBy.kind !== kind)) {
    const before = `${issuedBy.kind}.cert-manager.io/${issuedBy.name}`;
    const message = `Issuing certificate as Secret was previously issued by "${before}"`;
    return { reason: 'IncorrectIssuer', message };
  }
  const itsCertificate = said['cert-manager.io/certificate-name'];
  if (itsCertificate !== undefined && itsCertificate !== metadata.name) {
    const message = `Secret was issued for "${itsCertificate}". If this message is not transient, you might have two conflicting Certificates pointing to the same secret.`;
    return { reason: 'IncorrectCertificate', message };
  }
  if (!hasNames(leaf, spec)) {
    const message = 'Fields on existing CertificateRequest resource not up to date: [spec.dnsNames]';
    return { reason: 'RequestChanged', message };
  }
  return undefined;
}

function hasNames(leaf: X509Certificate, { dnsNames, commonName }: Certificate['spec']): boolean {
  const there = namesOf(leaf);
  const wanted = new Set([...dnsNames, ...(commonName === undefined ? [] : [commonName])]);
  return there.length === wanted.size && there.every((name) => wanted.has(name));
}

/** DNS names of a certificate. */
export const namesOf = (leaf: X509Certificate): string[] =>
  [...(leaf.subjectAltName ?? '').matchAll(/DNS:([^,\s]+)/g)].map(([, name = '']) => name);

function judgeAge(
  { spec }: Certificate,
  leaf: X509Certificate | undefined,
  now: Date,
  verdict: (due: Date) => Verdict,
): Verdict | undefined {
  if (leaf === undefined) return undefined;
  const due = renewalTime(new Date(leaf.validFrom), new Date(leaf.validTo), spec.renewBefore);
  return due.getTime() <= now.getTime() ? verdict(due) : undefined;
}

function judgeExpiry(leaf: X509Certificate | undefined, now: Date): Verdict | undefined {
  if (leaf === undefined || now.getTime() <= new Date(leaf.validTo).getTime()) return undefined;
  return { reason: 'Expired', message: `Certificate expired on ${new Date(leaf.validTo).toUTCString()}` };
}
