import { ignoreMissing } from '../client/ignore-missing.ts';
import type { ClusterSession } from '../cluster/cluster-session.ts';
import { deleteResource } from '../destroy/delete-resource.ts';
import type { AccountThing } from './account.ts';

/** Deletes the load balancer with its IP, and waits until it is gone. */
async function deleteLoadBalancer(session: ClusterSession, { id: lbId, name }: AccountThing): Promise<void> {
  session.progress('load-balancer', 'delete');
  await ignoreMissing(session.loadBalancers.deleteLb({ lbId, releaseIp: true }));
  await session.wait('load-balancer', 'delete', {
    what: `load balancer ${name} to be gone`,
    look: () => ignoreMissing(session.loadBalancers.getLb({ lbId })),
    isDone: (lb) => lb === undefined,
    describe: (lb) => lb?.status ?? 'gone',
  });
}

/** Deletes one thing that a cluster has left, and waits until it is gone. One that is gone already is fine. */
export async function deleteThing(session: ClusterSession, thing: AccountThing, tag: string): Promise<void> {
  if (thing.resource === 'load-balancer') return deleteLoadBalancer(session, thing);
  if (thing.resource !== 'load-balancer-ip') return deleteResource(session, thing, tag);
  session.progress('load-balancer-ip', 'delete');
  await ignoreMissing(session.loadBalancers.releaseIp({ ipId: thing.id }));
}
