import { createPrivateKey, type X509Certificate } from 'node:crypto';
import { dnsNamesOf, parseChain } from './certificate-chain.ts';

/** What is wrong with a certificate. */
export interface CertificateFlaw {
  kind: 'names' | 'key' | 'chain' | 'validity';
  /** One sentence for people. */
  message: string;
}

export interface CertificateExpectation {
  /** The names it must be for, these and no others, in lower case and ASCII. */
  names: readonly string[];
  /** The private key it must belong to, PEM. */
  keyPem: string;
  now: Date;
  /** How far the clocks of the CA and of this machine may be apart. @default 300_000 */
  clockSkewMs?: number;
}

/**
 * Compares a certificate and its chain with what was wanted. The chain must lead from each certificate to the next; its
 * end is not compared with roots, because whom to trust is for those who connect.
 *
 * @param chainPem leaf first, then the intermediates
 * @returns all flaws, none when it is as wanted
 * @throws CertificateUnreadableError
 *
 * @example
 * ```ts
 * const { chainPem, keyPem, names } = certificate;
 * const flaws = checkCertificate(chainPem, { names, keyPem, now: new Date() });
 * ```
 */
export function checkCertificate(chainPem: string, expectation: CertificateExpectation): CertificateFlaw[] {
  const chain = parseChain(chainPem);
  const [leaf] = chain;
  return [
    ...checkNames(leaf, expectation.names),
    ...(leaf.checkPrivateKey(createPrivateKey(expectation.keyPem))
      ? []
      : [{ kind: 'key', message: 'it belongs to another private key' } as const]),
    ...checkLinks(chain),
    ...checkValidity(chain, expectation.now, expectation.clockSkewMs ?? 300_000),
  ];
}

function checkNames(leaf: X509Certificate, wanted: readonly string[]): CertificateFlaw[] {
  const names = dnsNamesOf(leaf);
  const missing = wanted.filter((name) => !names.includes(name));
  const others = names.filter((name) => !wanted.includes(name));
  return [
    ...(missing.length > 0 ? [{ kind: 'names', message: `it lacks ${missing.join(', ')}` } as const] : []),
    ...(others.length > 0
      ? [{ kind: 'names', message: `it is also for ${others.join(', ')}` } as const]
      : []),
  ];
}

function checkLinks(chain: X509Certificate[]): CertificateFlaw[] {
  const [leaf] = chain;
  if (leaf?.ca === true) return [{ kind: 'chain', message: 'it is a certificate of a CA' }];
  if (chain.length < 2) return [{ kind: 'chain', message: 'it comes without the certificate of its issuer' }];
  return chain.slice(0, -1).flatMap((certificate, index): CertificateFlaw[] => {
    const issuer = chain[index + 1] as X509Certificate;
    if (issuer.ca && certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey)) return [];
    return [
      { kind: 'chain', message: `certificate ${index + 2} of its chain did not sign number ${index + 1}` },
    ];
  });
}

function checkValidity(chain: X509Certificate[], now: Date, clockSkewMs: number): CertificateFlaw[] {
  return chain.flatMap(({ validFrom, validTo }, index): CertificateFlaw[] => {
    const which = index === 0 ? 'it' : `certificate ${index + 1} of its chain`;
    if (Date.parse(validFrom) > now.getTime() + clockSkewMs)
      return [
        {
          kind: 'validity',
          message: `${which} is not valid before ${validFrom}; see whether the clock is right`,
        },
      ];
    if (Date.parse(validTo) <= now.getTime())
      return [{ kind: 'validity', message: `${which} was valid until ${validTo}` }];
    return [];
  });
}
