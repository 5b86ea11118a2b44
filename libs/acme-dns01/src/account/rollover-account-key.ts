import { makeAcmeClient } from '../authority/acme-client-parts.ts';
import type { ConnectionOptions } from '../authority/connection-options.ts';
import { AuthorityMisbehavedError, NotOfferedError, RequestRefusedError } from '../authority/errors.ts';
import { AcmeSession } from '../authority/session.ts';
import { readPrivateKey } from '../certificate/private-key.ts';
import type { AcmeAccount } from './acme-account.ts';
import { withAccount } from './with-account.ts';

export interface RolloverAccountKeyOptions extends ConnectionOptions {
  account: AcmeAccount;
  /** The key the account gets, PEM, RSA or ECDSA. Store it before the call, so that a call cut short can be made again. */
  newKeyPem: string;
}

/**
 * Gives an account another key (RFC 8555 §7.3.5). When the account has that key already, nothing changes.
 *
 * @returns the account with its new key
 * @throws RequestRefusedError, NotOfferedError, AuthorityMisbehavedError when the account does not have it afterwards
 *
 * @example
 * ```ts
 * const changed = await rolloverAccountKey({ account, newKeyPem: await generatePrivateKey('ecdsa-p384') });
 * ```
 */
export async function rolloverAccountKey(options: RolloverAccountKeyOptions): Promise<AcmeAccount> {
  const { account } = options;
  const newKeyPem = readPrivateKey(options.newKeyPem, 'the new key of the account');
  await withAccount(account, options, async (session) => {
    const { keyChange } = await session.directory();
    const task = 'change the key of the account';
    if (keyChange === undefined) throw new NotOfferedError(task, account.directoryUrl, 'keyChange');
    session.say('account', 'changing the key of the account');
    // acme-client's own call for this would talk to the CA past our network.
    const { http } = makeAcmeClient(account.directoryUrl, { keyPem: newKeyPem });
    const change = { account: account.url, oldKey: session.client.http.getJwk() };
    const signedByNewKey = http.createSignedBody(keyChange, change);
    let refusal: RequestRefusedError | undefined;
    try {
      await session.perform(task, () => session.client.api.updateAccountKey(signedByNewKey));
    } catch (error) {
      if (!(error instanceof RequestRefusedError)) throw error;
      refusal = error;
    }
    // Asked for rather than believed: Pebble says yes to the key of another account, and changes nothing.
    if (await hasKey(account, newKeyPem, options)) return;
    const mistake = 'says that the key was changed, but it was not; does it belong to another account?';
    throw refusal ?? new AuthorityMisbehavedError(task, keyChange, mistake);
  });
  return { ...account, keyPem: newKeyPem };
}

/** Whether the account has this key; it may have since an earlier call whose answer was lost. */
async function hasKey(account: AcmeAccount, keyPem: string, options: ConnectionOptions): Promise<boolean> {
  const session = new AcmeSession({ directoryUrl: account.directoryUrl, keyPem }, options);
  try {
    const { headers } = await session.perform('look up the account of a key', () =>
      session.client.api.createAccount({ onlyReturnExisting: true }),
    );
    return headers.location === account.url;
  } catch (error) {
    if (error instanceof RequestRefusedError) return false;
    throw error;
  } finally {
    session.close();
  }
}
