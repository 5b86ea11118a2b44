import type { ConnectionOptions } from '../authority/connection-options.ts';
import { AuthorityMisbehavedError } from '../authority/errors.ts';
import type { AcmeAccount } from './acme-account.ts';
import { readState } from './read-account.ts';
import { withAccount } from './with-account.ts';

/**
 * Ends an account for good (RFC 8555 §7.3.6). Certificates stay valid; nothing can be asked in its name any more, not
 * even this a second time.
 *
 * @throws RequestRefusedError also when the account was deactivated before
 *
 * @example
 * ```ts
 * await deactivateAccount({ account });
 * ```
 */
export async function deactivateAccount(
  options: ConnectionOptions & { account: AcmeAccount },
): Promise<void> {
  await withAccount(options.account, options, async (session) => {
    const task = 'deactivate the account';
    session.say('account', 'deactivating the account');
    const { data } = await session.perform(task, () =>
      session.client.api.updateAccount({ status: 'deactivated' }),
    );
    if (readState(task, options.account.url, data).status !== 'deactivated')
      throw new AuthorityMisbehavedError(task, options.account.url, 'shows the account as it was before');
  });
}
