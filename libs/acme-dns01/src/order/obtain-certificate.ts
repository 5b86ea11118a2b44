import type { AcmeAccount } from '../account/acme-account.ts';
import { withAccount } from '../account/with-account.ts';
import type { ConnectionOptions } from '../authority/connection-options.ts';
import type { AcmeSession } from '../authority/session.ts';
import { checkCertificate } from '../certificate/check-certificate.ts';
import { generatePrivateKey, readPrivateKey, type KeyType } from '../certificate/private-key.ts';
import { AcmeDns01Error, InvalidRequestError } from '../errors.ts';
import { authorizeOrder } from './authorize-order.ts';
import { createOrder } from './create-order.ts';
import type { Dns01Responder } from './dns01-responder.ts';
import { AllAuthoritiesFailedError, CertificateUnacceptableError, ResponderFailedError } from './errors.ts';
import { finalizeOrder } from './finalize-order.ts';
import { describeCertificate, type IssuedCertificate } from './issued-certificate.ts';
import { normalizeNames } from './normalize-names.ts';

/** A CA as a source of certificates. */
export interface CertificateAuthority {
  /** Your account there. */
  account: AcmeAccount;
  /** PEM certificates to trust for its HTTPS instead of those Node trusts. */
  trustedCertificates?: string;
  /** One of the profiles it offers. @default its own choice */
  profile?: string;
  /** Common name of an issuer that the chain should lead to. @default its own choice */
  preferredChain?: string;
}

export interface ObtainCertificateOptions extends Omit<ConnectionOptions, 'trustedCertificates'> {
  /** Where to ask, in this order: the next one when one fails. */
  authorities: CertificateAuthority[];
  /** DNS names; a wildcard and its apex go together. */
  names: string[];
  responder: Dns01Responder;
  /** Private key for the certificate, PEM, RSA or ECDSA. @default a new one of `keyType` */
  keyPem?: string;
  /** @default 'ecdsa-p256' */
  keyType?: KeyType;
  /** What the new certificate takes the place of; the CA that issued it is told (RFC 9773 §5). */
  replaces?: { certificateId: string; directoryUrl: string };
}

export interface ObtainedCertificate {
  certificate: IssuedCertificate;
  /** CAs that were asked before and failed. */
  failures: AllAuthoritiesFailedError['failures'];
  /** Why TXT records may have been left behind; absent when they are gone. */
  cleanUpFailure?: unknown;
}

/**
 * Orders a certificate, proves control of its names by TXT records, fetches it and checks it. Nothing is stored: what
 * is returned is all there is.
 *
 * @throws AcmeDns01Error: the failure of the only CA, or {@link AllAuthoritiesFailedError}. Its records are cleaned up.
 *
 * @example
 * ```ts
 * const { certificate } = await obtainCertificate({
 *   authorities: [{ account }],
 *   names: ['hunt.example', '*.hunt.example'],
 *   responder,
 * });
 * ```
 */
export async function obtainCertificate(options: ObtainCertificateOptions): Promise<ObtainedCertificate> {
  const names = normalizeNames(options.names);
  if (options.authorities.length === 0) throw new InvalidRequestError('there is no CA to ask');
  const keyPem =
    options.keyPem === undefined
      ? await generatePrivateKey(options.keyType)
      : readPrivateKey(options.keyPem, 'the key for the certificate');
  const failures: AllAuthoritiesFailedError['failures'] = [];
  for (const authority of options.authorities) {
    const { directoryUrl } = authority.account;
    try {
      const { trustedCertificates } = authority;
      const connection = {
        ...options,
        ...(trustedCertificates === undefined ? {} : { trustedCertificates }),
      };
      const obtained = await withAccount(authority.account, connection, (session) =>
        obtainFrom(session, authority, { ...options, names, keyPem }),
      );
      return { ...obtained, failures };
    } catch (error) {
      if (!(error instanceof AcmeDns01Error) || options.authorities.length === 1) throw error;
      // Another CA would meet the same responder.
      if (error instanceof ResponderFailedError || error instanceof InvalidRequestError) throw error;
      failures.push({ directoryUrl, error });
      const message = `${directoryUrl} failed, asking the next CA: ${error.message}`;
      options.onProgress?.({ step: 'next-authority', message, directoryUrl });
    }
  }
  throw new AllAuthoritiesFailedError(failures);
}

async function obtainFrom(
  session: AcmeSession,
  authority: CertificateAuthority,
  request: Pick<ObtainCertificateOptions, 'responder' | 'replaces'> & { names: string[]; keyPem: string },
): Promise<Omit<ObtainedCertificate, 'failures'>> {
  const { names, keyPem, responder, replaces } = request;
  const { profile, preferredChain } = authority;
  const { directoryUrl } = session;
  const order = await createOrder(session, {
    names,
    ...(profile === undefined ? {} : { profile }),
    ...(replaces?.directoryUrl === directoryUrl ? { replaces: replaces.certificateId } : {}),
  });
  const cleaning = (await authorizeOrder(session, order, responder)).cleanUpFailure;
  try {
    const chainPem = await finalizeOrder(session, order, {
      names,
      keyPem,
      ...(preferredChain === undefined ? {} : { preferredChain }),
    });
    const flaws = checkCertificate(chainPem, { names, keyPem, now: session.now() });
    if (flaws.length > 0) throw new CertificateUnacceptableError(flaws, chainPem);
    const certificate = describeCertificate(chainPem, { keyPem, directoryUrl });
    const cleanUpFailure = await cleaning;
    return { certificate, ...(cleanUpFailure === undefined ? {} : { cleanUpFailure }) };
  } catch (error) {
    const cleanUpFailure = await cleaning;
    if (cleanUpFailure !== undefined && error instanceof AcmeDns01Error)
      error.cleanUpFailure = cleanUpFailure;
    throw error;
  }
}
