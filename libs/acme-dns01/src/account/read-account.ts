import type { ConnectionOptions } from '../authority/connection-options.ts';
import { AuthorityMisbehavedError } from '../authority/errors.ts';
import type { AcmeAccount } from './acme-account.ts';
import { withAccount } from './with-account.ts';

export interface AccountState {
  status: 'valid' | 'deactivated' | 'revoked';
  contact: string[];
}

/**
 * What the CA says about an account.
 *
 * @throws RequestRefusedError when the key is not the account's, or the account is of no use any more
 *
 * @example
 * ```ts
 * const { status, contact } = await readAccount({ account });
 * ```
 */
export async function readAccount(
  options: ConnectionOptions & { account: AcmeAccount },
): Promise<AccountState> {
  return withAccount(options.account, options, async (session) => {
    const task = 'read the account';
    const { data } = await session.perform(task, () => session.client.api.updateAccount(null));
    return readState(task, options.account.url, data);
  });
}

/** @throws AuthorityMisbehavedError when it is no account */
export function readState(task: string, url: string, body: unknown): AccountState {
  const { status, contact } = (typeof body === 'object' && body !== null ? body : {}) as {
    status?: unknown;
    contact?: unknown;
  };
  if (status !== 'valid' && status !== 'deactivated' && status !== 'revoked')
    throw new AuthorityMisbehavedError(task, url, 'is no account');
  const entries: unknown[] = Array.isArray(contact) ? contact : [];
  return { status, contact: entries.filter((entry) => typeof entry === 'string') };
}
