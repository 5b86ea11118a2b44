import type { ExternalAccountBinding } from '../authority/acme-client-parts.ts';
import type { ConnectionOptions } from '../authority/connection-options.ts';
import { AuthorityMisbehavedError } from '../authority/errors.ts';
import { AcmeSession } from '../authority/session.ts';
import { generatePrivateKey, readPrivateKey } from '../certificate/private-key.ts';
import { InvalidRequestError } from '../errors.ts';
import type { AcmeAccount } from './acme-account.ts';
import { ExternalAccountRequiredError } from './errors.ts';

export interface CreateAccountOptions extends ConnectionOptions {
  directoryUrl: string;
  /** Whether you agree to the CA's terms; a new account needs it. */
  termsOfServiceAgreed: boolean;
  /** Private key, PEM, RSA or ECDSA. Store it before the call, so that a call cut short can be made again. @default a new ECDSA P-256 key */
  keyPem?: string;
  /** URIs such as `mailto:admin@example.org`. @default none */
  contact?: string[];
  externalAccountBinding?: ExternalAccountBinding;
}

export interface CreatedAccount {
  account: AcmeAccount;
  /** False when the key had an account already; its contact is left as it was. */
  isNew: boolean;
  /** Where the CA's terms stand, if it says so. */
  termsOfService?: string;
}

/**
 * Makes an account, or finds the one the key has already: calling again with the same key changes nothing
 * (RFC 8555 §7.3).
 *
 * @throws RequestRefusedError, ExternalAccountRequiredError, AuthorityUnreachableError, RateLimitedError
 *
 * @example
 * ```ts
 * const { account, isNew } = await createAccount({
 *   directoryUrl: 'https://acme-staging-v02.api.letsencrypt.org/directory',
 *   termsOfServiceAgreed: true,
 *   keyPem: await generatePrivateKey(),
 * });
 * ```
 */
export async function createAccount(options: CreateAccountOptions): Promise<CreatedAccount> {
  if (!options.termsOfServiceAgreed)
    throw new InvalidRequestError('an account needs termsOfServiceAgreed: read the terms of the CA first');
  const keyPem =
    options.keyPem === undefined
      ? await generatePrivateKey()
      : readPrivateKey(options.keyPem, 'the key of the account');
  const { directoryUrl, externalAccountBinding } = options;
  const session = new AcmeSession(
    { directoryUrl, keyPem, ...(externalAccountBinding === undefined ? {} : { externalAccountBinding }) },
    options,
  );
  try {
    session.say('account', `making an account at ${directoryUrl}`);
    const { isExternalAccountRequired, termsOfService } = await session.directory();
    if (isExternalAccountRequired && externalAccountBinding === undefined)
      throw new ExternalAccountRequiredError(directoryUrl);
    const task = 'make an account';
    const { status, headers } = await session.perform(task, () =>
      session.client.api.createAccount({
        termsOfServiceAgreed: true,
        ...(options.contact === undefined ? {} : { contact: options.contact }),
      }),
    );
    if (headers.location === undefined)
      throw new AuthorityMisbehavedError(task, directoryUrl, 'does not say where the account is');
    return {
      account: { directoryUrl, url: headers.location, keyPem },
      isNew: status === 201,
      ...(termsOfService === undefined ? {} : { termsOfService }),
    };
  } finally {
    session.close();
  }
}
