import { notFound, transientState } from '../../http/api-error.ts';
import type { LoadBalancer } from '../../state/load-balancer.ts';
import type { World } from '../../state/world.ts';

export function findLoadBalancer(world: World, id: string | undefined): LoadBalancer {
  const loadBalancer = world.loadBalancers.get(id ?? '');
  if (loadBalancer === undefined) throw notFound('lb', id ?? '');
  return loadBalancer;
}

/** A load balancer that can be worked on. */
export function findSettledLoadBalancer(world: World, id: string | undefined): LoadBalancer {
  const loadBalancer = findLoadBalancer(world, id);
  // Assumption: a load balancer that is not ready refuses changes with 409 transient_state; its DELETE is never refused.
  if (loadBalancer.status !== 'ready') throw transientState('lb', loadBalancer.id, loadBalancer.status);
  return loadBalancer;
}
