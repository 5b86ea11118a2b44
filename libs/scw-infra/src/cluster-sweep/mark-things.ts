import { ignoreMissing } from '../client/ignore-missing.ts';
import type { ScalewayClient } from '../client/scaleway-client.ts';
import { settleAll } from '../client/settle-all.ts';
import { openClusterSession, type ClusterSession } from '../cluster/cluster-session.ts';
import { isMarked, ownerTags } from '../cluster/cluster-tags.ts';
import type { OperationOptions } from '../progress.ts';
import type { AccountThing } from './account.ts';
import type { ClusterIdentity } from './cluster-identity.ts';

async function setTags(session: ClusterSession, thing: AccountThing, tags: string[]): Promise<void> {
  const { id } = thing;
  switch (thing.resource) {
    case 'volume':
      await ignoreMissing(session.block.updateVolume({ volumeId: id, tags }));
      break;
    case 'security-group':
      await ignoreMissing(session.instance.updateSecurityGroup({ securityGroupId: id, tags }));
      break;
    case 'load-balancer': {
      const lb = await ignoreMissing(session.loadBalancers.getLb({ lbId: id }));
      if (lb === undefined) return;
      const { name, description, sslCompatibilityLevel } = lb;
      await ignoreMissing(
        session.loadBalancers.updateLb({ lbId: id, name, description, sslCompatibilityLevel, tags }),
      );
      break;
    }
    case 'load-balancer-ip':
      await ignoreMissing(session.loadBalancers.updateIp({ ipId: id, tags }));
      break;
    default:
  }
}

/**
 * Says of everything that may outlive the cluster whose it is: once the cluster is gone nothing else would, and a run
 * that ends in between could not find it again. What takes no changes now is left as it is.
 */
export async function markThings(
  client: ScalewayClient,
  identity: ClusterIdentity,
  things: readonly AccountThing[],
  options: OperationOptions,
): Promise<void> {
  const unmarked = things.filter((thing) => thing.isSettled && !isMarked(thing, identity));
  await settleAll(
    unmarked.map((thing) => async () => {
      const tags = [...new Set([...thing.tags, ...ownerTags(identity)])];
      await setTags(openClusterSession(client.inZone(thing.zone), options), thing, tags);
    }),
  );
}
