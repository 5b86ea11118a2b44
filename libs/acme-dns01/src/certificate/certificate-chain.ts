import { X509Certificate } from 'node:crypto';
import { AcmeDns01Error } from '../errors.ts';

/** The text is no PEM certificate, or one that lacks what is looked for in it. */
export class CertificateUnreadableError extends AcmeDns01Error {
  readonly code = 'certificate-unreadable';
}

const pemBlock = /-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g;

/**
 * The certificates of a PEM text, in its order: the leaf first.
 *
 * @throws CertificateUnreadableError
 */
export function parseChain(pem: string): [X509Certificate, ...X509Certificate[]] {
  try {
    const [leaf, ...rest] = (pem.match(pemBlock) ?? []).map((block) => new X509Certificate(block));
    if (leaf !== undefined) return [leaf, ...rest];
  } catch (error) {
    throw new CertificateUnreadableError('the certificate cannot be read', { cause: error });
  }
  throw new CertificateUnreadableError('there is no PEM certificate in the text');
}

/** DNS names a certificate is for, in its order. */
export function dnsNamesOf(certificate: X509Certificate): string[] {
  const names = certificate.subjectAltName?.split(', ') ?? [];
  return names.filter((name) => name.startsWith('DNS:')).map((name) => name.slice(4).toLowerCase());
}

/** Common name in a distinguished name as Node prints it, one attribute a line. */
export const commonNameOf = (distinguishedName: string): string =>
  /^CN=(.*)$/m.exec(distinguishedName)?.[1] ?? '';
