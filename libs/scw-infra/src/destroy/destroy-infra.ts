import { checkIdentity } from '../check-desired.ts';
import type { ScalewayClient } from '../client/scaleway-client.ts';
import { openSession } from '../client/session.ts';
import { settleAll } from '../client/settle-all.ts';
import { InventoryNotEmpty } from '../errors/run-errors.ts';
import { listInventory } from '../inventory/read-inventory.ts';
import type { OperationOptions } from '../progress.ts';
import type { Identity } from '../resource.ts';
import { deleteResource } from './delete-resource.ts';
import { planDestroy, type DestroyChange } from './plan-destroy.ts';

/**
 * Deletes everything of a deployment and proves it by a last inventory: Instances first, since the others
 * hang on them, then volumes, IPs, security groups and keys side by side.
 * A run that is killed in between is taken up by the next one; volumes are marked before their Instance goes.
 *
 * @returns what was deleted
 * @throws {InventoryNotEmpty} when something with the tag still exists
 * @throws {ScwInfraError} of the call or the wait that failed; the rest has been deleted all the same
 */
export async function destroyInfra(
  client: ScalewayClient,
  identity: Identity,
  options: OperationOptions = {},
): Promise<DestroyChange[]> {
  checkIdentity(identity);
  const session = openSession(client, options);
  const changes = planDestroy(await listInventory(session, identity));
  const remove = (chosen: readonly DestroyChange[]): Promise<void> =>
    settleAll(chosen.map((change) => () => deleteResource(session, change, identity.tag)));
  await remove(changes.filter(({ resource }) => resource === 'instance'));
  await remove(changes.filter(({ resource }) => resource !== 'instance'));
  const remaining = await listInventory(session, identity);
  if (remaining.length > 0) throw new InventoryNotEmpty(remaining);
  return changes;
}
