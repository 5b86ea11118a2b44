import { createOnce } from '../apply/create-once.ts';
import { checkNameAndTag } from '../check-desired.ts';
import { ignoreMissing } from '../client/ignore-missing.ts';
import type { ScalewayClient } from '../client/scaleway-client.ts';
import { openSession } from '../client/session.ts';
import type { OperationOptions } from '../progress.ts';
import type { DesiredPrivateNetwork, PrivateNetworkChange } from './private-network.ts';
import { findNetworks } from './read-private-network.ts';
import { vpcApi } from './vpc-api.ts';

/**
 * Applies a plan, be it of a network that shall exist or of its removal. A network that something is attached to, or
 * that has addresses out, cannot be deleted: Scaleway answers 412 for a while after the last one has gone, which is
 * repeated for `transientMs` of the client's retry policy.
 *
 * @throws {PreconditionFailed} when something is still attached after that
 * @throws {ScwInfraError} of the call that failed
 * @example
 * const desired = { name: 'board-blue', tag: 'hunt=demo' };
 * const plan = planPrivateNetwork(await readPrivateNetwork(client, desired), desired);
 * await applyPrivateNetwork(client, desired, plan);
 */
export async function applyPrivateNetwork(
  client: ScalewayClient,
  desired: DesiredPrivateNetwork,
  changes: readonly PrivateNetworkChange[],
  options: OperationOptions = {},
): Promise<void> {
  checkNameAndTag(desired);
  const session = openSession(client, options);
  const api = vpcApi(client, options.signal);
  for (const change of changes) {
    if (change.kind === 'create-private-network') {
      session.progress('private-network', 'create');
      await createOnce(session, {
        resource: 'private-network',
        find: () => findNetworks(api, desired),
        create: () => api.create(desired.name, [desired.tag]),
        discard: async ({ id }) => {
          await ignoreMissing(api.delete(id));
        },
      });
    } else {
      session.progress('private-network', 'delete');
      await ignoreMissing(api.delete(change.network.id));
    }
  }
}
