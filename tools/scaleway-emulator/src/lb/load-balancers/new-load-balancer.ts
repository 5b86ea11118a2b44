import { randomUUID } from 'node:crypto';

import { checkQuota } from '../../account/quotas.ts';
import { createLoadBalancerMs, takeLoadBalancerMs } from '../../clock/measured-durations.ts';
import type { LoadBalancer, LoadBalancerIp, LoadBalancerStatus } from '../../state/load-balancer.ts';
import type { World } from '../../state/world.ts';
import { newLoadBalancerIp } from '../ips/new-ip.ts';

/**
 * Puts a load balancer on the books and has it made: `to_create`, `creating`, then `ready` [lb-basic#2 to #4]. Without
 * an IP it gets one of its own.
 */
export function newLoadBalancer(
  world: World,
  fields: {
    name: string;
    description: string;
    tags: string[];
    type: string;
    sslCompatibilityLevel?: string | undefined;
    privateNetworkId?: string;
    ip?: LoadBalancerIp | undefined;
  },
): LoadBalancer {
  checkQuota(world, 'lb_lbs');
  const now = world.clock.now();
  const ip = fields.ip ?? newLoadBalancerIp(world, { tags: [] });
  const loadBalancer: LoadBalancer = {
    id: randomUUID(),
    name: fields.name,
    description: fields.description,
    tags: fields.tags,
    type: fields.type.toLowerCase(),
    sslCompatibilityLevel: fields.sslCompatibilityLevel ?? 'ssl_compatibility_level_intermediate',
    status: 'to_create',
    instance: null,
    hasOwnIp: fields.ip === undefined,
    ipId: ip.id,
    privateNetworkId: fields.privateNetworkId ?? null,
    frontends: [],
    createdAt: now,
    updatedAt: now,
  };
  ip.loadBalancerId = loadBalancer.id;
  world.loadBalancers.set(loadBalancer.id, loadBalancer);
  if (loadBalancer.privateNetworkId !== null) {
    world.privateNetworks.get(loadBalancer.privateNetworkId)?.holders.add(loadBalancer.id);
  }
  world.activities.start(loadBalancer.id, (signal) => make(world, loadBalancer, ip.address, signal));
  return loadBalancer;
}

async function make(
  world: World,
  loadBalancer: LoadBalancer,
  address: string,
  signal: AbortSignal,
): Promise<void> {
  await world.clock.sleep(takeLoadBalancerMs, signal);
  loadBalancer.instance = { id: randomUUID(), createdAt: world.clock.now() };
  enterLoadBalancerStatus(world, loadBalancer, 'creating');
  try {
    await Promise.all([
      world.loadBalancerDriver.open({ id: loadBalancer.id, address }, () => loadBalancer.frontends, signal),
      world.clock.sleep(createLoadBalancerMs, signal),
    ]);
  } catch (cause) {
    // Assumption: a load balancer that cannot be made is in status `error`.
    if (!signal.aborted) enterLoadBalancerStatus(world, loadBalancer, 'error');
    throw cause;
  }
  signal.throwIfAborted();
  enterLoadBalancerStatus(world, loadBalancer, 'ready');
}

export function enterLoadBalancerStatus(
  world: World,
  loadBalancer: LoadBalancer,
  status: LoadBalancerStatus,
): void {
  loadBalancer.status = status;
  loadBalancer.updatedAt = world.clock.now();
}
