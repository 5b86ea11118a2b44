import type { X509Certificate } from 'node:crypto';
import { commonNameOf, dnsNamesOf, parseChain } from '../certificate/certificate-chain.ts';

/** A certificate with all that is needed to serve, renew and revoke it; plain data to be stored. */
export interface IssuedCertificate {
  /** PEM: the leaf, then the intermediates, as servers want it. */
  chainPem: string;
  /** Private key, PEM. A secret. */
  keyPem: string;
  names: string[];
  /** ISO 8601. */
  notBefore: string;
  notAfter: string;
  /** Hexadecimal. */
  serialNumber: string;
  /** Common name of who signed it. */
  issuer: string;
  /** The CA it is from. */
  directoryUrl: string;
}

const isoDate = (text: string): string => new Date(text).toISOString();

/** What can be read from a chain. @throws CertificateUnreadableError */
export function describeCertificate(
  chainPem: string,
  rest: Pick<IssuedCertificate, 'keyPem' | 'directoryUrl'>,
): IssuedCertificate {
  const [leaf]: [X509Certificate, ...unknown[]] = parseChain(chainPem);
  return {
    chainPem,
    keyPem: rest.keyPem,
    names: dnsNamesOf(leaf),
    notBefore: isoDate(leaf.validFrom),
    notAfter: isoDate(leaf.validTo),
    serialNumber: leaf.serialNumber,
    issuer: commonNameOf(leaf.issuer),
    directoryUrl: rest.directoryUrl,
  };
}
