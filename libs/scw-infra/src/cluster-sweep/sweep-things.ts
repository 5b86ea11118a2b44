import type { ScalewayClient } from '../client/scaleway-client.ts';
import { settleAll } from '../client/settle-all.ts';
import { openClusterSession } from '../cluster/cluster-session.ts';
import type { OperationOptions } from '../progress.ts';
import type { AccountThing } from './account.ts';
import { deleteThing } from './delete-thing.ts';
import { sweepOrder } from './read-cluster-inventory.ts';

/** Kind after kind: what hangs on something else goes first. */
export async function sweepThings(
  client: ScalewayClient,
  things: readonly AccountThing[],
  tag: string,
  options: OperationOptions,
): Promise<void> {
  for (const kind of sweepOrder)
    await settleAll(
      things
        .filter(({ resource }) => resource === kind)
        .map(
          (thing) => () => deleteThing(openClusterSession(client.inZone(thing.zone), options), thing, tag),
        ),
    );
}
