import type { AcmeAccount } from '../account/acme-account.ts';
import type { ConnectionOptions } from '../authority/connection-options.ts';
import { NotOfferedError, RequestRefusedError } from '../authority/errors.ts';
import { AcmeSession } from '../authority/session.ts';
import { parseChain } from './certificate-chain.ts';
import { readPrivateKey } from './private-key.ts';

/** Reason codes of RFC 5280 §5.3.1 that subscribers may give. */
const reasonCodes = {
  unspecified: 0,
  keyCompromise: 1,
  affiliationChanged: 3,
  superseded: 4,
  cessationOfOperation: 5,
} as const;

export type RevocationReason = keyof typeof reasonCodes;

/** Who revokes: an account, or whoever has the certificate's private key. */
export type Revoker = { account: AcmeAccount } | { directoryUrl: string; keyPem: string };

export type RevokeCertificateOptions = ConnectionOptions &
  Revoker & {
    /** PEM, leaf first. */
    chainPem: string;
    /** @default 'unspecified' */
    reason?: RevocationReason;
  };

/**
 * Revokes a certificate (RFC 8555 §7.6).
 *
 * @returns whether it was revoked before already
 * @throws RequestRefusedError, NotOfferedError, CertificateUnreadableError
 *
 * @example
 * ```ts
 * await revokeCertificate({ account, chainPem: certificate.chainPem, reason: 'superseded' });
 * ```
 */
export async function revokeCertificate(options: RevokeCertificateOptions): Promise<{ wasRevoked: boolean }> {
  const [leaf] = parseChain(options.chainPem);
  const [directoryUrl, key] =
    'account' in options
      ? [options.account.directoryUrl, options.account.keyPem]
      : [options.directoryUrl, options.keyPem];
  const keyPem = readPrivateKey(key, 'the key to revoke with');
  const session = new AcmeSession(
    { directoryUrl, keyPem, ...('account' in options ? { accountUrl: options.account.url } : {}) },
    options,
  );
  try {
    const task = 'revoke the certificate';
    const { revokeCert } = await session.directory();
    if (revokeCert === undefined) throw new NotOfferedError(task, directoryUrl, 'revokeCert');
    session.say('revoke', `revoking certificate ${leaf.serialNumber}`);
    const payload = {
      certificate: leaf.raw.toString('base64url'),
      reason: reasonCodes[options.reason ?? 'unspecified'],
    };
    const includeJwsKid = 'account' in options;
    await session.perform(task, () =>
      session.client.api.apiRequest(revokeCert, payload, [200], { includeJwsKid }),
    );
    return { wasRevoked: false };
  } catch (error) {
    if (error instanceof RequestRefusedError && error.problemType === 'alreadyRevoked')
      return { wasRevoked: true };
    throw error;
  } finally {
    session.close();
  }
}
