import { deleteLoadBalancerMs } from '../../clock/measured-durations.ts';
import type { LoadBalancer } from '../../state/load-balancer.ts';
import type { World } from '../../state/world.ts';
import { forgetLoadBalancerIp } from '../ips/new-ip.ts';
import { enterLoadBalancerStatus } from './new-load-balancer.ts';

/** Takes a load balancer off the books, and its IP too or not; what is being deleted already goes as it was asked to. */
export function removeLoadBalancer(
  world: World,
  loadBalancer: LoadBalancer,
  options: { releaseIp: boolean },
): void {
  if (loadBalancer.status === 'deleting') return;
  // Assumption: a load balancer that is deleted is `deleting`, then 404.
  enterLoadBalancerStatus(world, loadBalancer, 'deleting');
  world.activities.start(loadBalancer.id, async (signal) => {
    await Promise.all([
      world.loadBalancerDriver.close(loadBalancer.id),
      world.clock.sleep(deleteLoadBalancerMs, signal),
    ]);
    signal.throwIfAborted();
    forget(world, loadBalancer, options.releaseIp);
  });
}

function forget(world: World, loadBalancer: LoadBalancer, releaseIp: boolean): void {
  world.loadBalancers.delete(loadBalancer.id);
  if (loadBalancer.privateNetworkId !== null) {
    world.privateNetworks.get(loadBalancer.privateNetworkId)?.holders.delete(loadBalancer.id);
  }
  const ip = world.loadBalancerIps.get(loadBalancer.ipId);
  if (ip === undefined) return;
  ip.loadBalancerId = null;
  if (releaseIp) forgetLoadBalancerIp(world, ip);
}
