import type { CallOptions } from '../client/client-options.ts';
import { isNotFound } from '../client/errors.ts';
import type { RancherClient } from '../client/rancher-client.ts';
import { withoutExt } from './token-id.ts';

/**
 * Deletes a token, which ends what uses it.
 *
 * @param id its name, such as `token-x7k2p`, with or without `ext/`; one that is gone already is fine
 */
export async function deleteToken(
  rancher: RancherClient,
  id: string,
  { signal }: CallOptions = {},
): Promise<void> {
  const name = withoutExt(id);
  // Deleting what is gone does no harm, so a lost answer is asked for again.
  const call = { task: `delete the token ${name}`, method: 'DELETE', isRepeatable: true, signal } as const;
  for (const collection of [
    ['v3', 'tokens'],
    ['v1', 'ext.cattle.io.tokens'],
  ]) {
    try {
      await rancher.json({ ...call, path: [...collection, name] });
      return;
    } catch (error) {
      if (!isNotFound(error)) throw error;
    }
  }
}
