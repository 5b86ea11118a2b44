import type { ConnectionOptions } from '../authority/connection-options.ts';
import { AcmeSession } from '../authority/session.ts';
import { readPrivateKey } from '../certificate/private-key.ts';
import type { AcmeAccount } from './acme-account.ts';

/** Runs what is done in the name of an account, and closes the connections afterwards. */
export async function withAccount<T>(
  account: AcmeAccount,
  options: ConnectionOptions,
  action: (session: AcmeSession) => Promise<T>,
): Promise<T> {
  const keyPem = readPrivateKey(account.keyPem, 'the key of the account');
  const session = new AcmeSession(
    { directoryUrl: account.directoryUrl, keyPem, accountUrl: account.url },
    options,
  );
  try {
    return await action(session);
  } finally {
    session.close();
  }
}
