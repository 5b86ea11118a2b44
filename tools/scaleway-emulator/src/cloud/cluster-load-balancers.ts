import { invalidArguments, notPlayed, transientState } from '../http/api-error.ts';
import type { LoadBalancerFrontend } from '../lb/driver/load-balancer-driver.ts';
import { findLoadBalancerIp } from '../lb/ips/find-ip.ts';
import { findLoadBalancer, findSettledLoadBalancer } from '../lb/load-balancers/find-load-balancer.ts';
import { isOffer } from '../lb/load-balancers/load-balancer-schema.ts';
import { newLoadBalancer } from '../lb/load-balancers/new-load-balancer.ts';
import { removeLoadBalancer } from '../lb/load-balancers/remove-load-balancer.ts';
import type { LoadBalancer } from '../state/load-balancer.ts';
import type { World } from '../state/world.ts';
import type { ClusterLoadBalancer, LoadBalancerOrder } from './emulator-cloud.ts';
import { findLivingCluster, nameInCluster } from './find-living-cluster.ts';

/**
 * What the cloud controller makes of a Service (scaleway/scaleway-cloud-controller-manager, scaleway/loadbalancers.go:
 * the name is a prefix and the Service's UID, the description `kubernetes service` and its name; loadbalancers_pn_test.go:
 * it is attached to the cluster's Private Network).
 */
export async function createClusterLoadBalancer(
  world: World,
  order: LoadBalancerOrder,
): Promise<ClusterLoadBalancer> {
  const cluster = findLivingCluster(world, order.clusterId);
  if (order.zone !== undefined && order.zone !== world.zone) throw notPlayed(`zone ${order.zone}`);
  const type = order.type ?? 'lb-s';
  if (!isOffer(type)) throw invalidArguments({ argument_name: 'type', reason: 'constraint' });
  const reserved = order.ipId === undefined ? undefined : findLoadBalancerIp(world, order.ipId);
  if (reserved !== undefined && reserved.loadBalancerId !== null) {
    throw invalidArguments({ argument_name: 'ip_id', reason: 'constraint', help_message: 'in use' });
  }
  const loadBalancer = newLoadBalancer(world, {
    // Assumption: Kapsule's cloud controller and CSI driver put the cluster's id and `_` before the names they give.
    name: nameInCluster(cluster.id, order.name),
    description: `kubernetes service ${order.serviceName ?? order.name}`,
    // Seen as labels of Services, which the controller makes of these tags (its scaleway/sync.go): `k8s.scaleway.com/`
    // kapsule, cluster and managed-by-scaleway-cloud-controller-manager.
    tags: [
      'kapsule',
      `cluster=${cluster.id}`,
      'managed-by-scaleway-cloud-controller-manager',
      ...(order.tags ?? []),
    ],
    type,
    privateNetworkId: cluster.privateNetworkId,
    ip: reserved,
  });
  await world.activities.end(loadBalancer.id);
  return addressed(world, findSettledLoadBalancer(world, loadBalancer.id));
}

/** As the cloud controller looks for one whose id the Service does not tell (its getLoadbalancerByName). */
export async function findClusterLoadBalancer(
  world: World,
  { clusterId, name }: Pick<LoadBalancerOrder, 'clusterId' | 'name'>,
): Promise<ClusterLoadBalancer | undefined> {
  const wanted = nameInCluster(clusterId, name);
  const find = (): LoadBalancer | undefined =>
    [...world.loadBalancers.values()].find((one) => one.name === wanted && one.status !== 'deleting');
  await world.activities.end(find()?.id ?? '');
  const found = find();
  return found && addressed(world, found);
}

function addressed(world: World, { id, ipId }: LoadBalancer): ClusterLoadBalancer {
  return { id, ipId, address: findLoadBalancerIp(world, ipId).address };
}

export async function setClusterLoadBalancer(
  world: World,
  id: string,
  frontends: readonly LoadBalancerFrontend[],
): Promise<void> {
  const loadBalancer = findLoadBalancer(world, id);
  if (loadBalancer.status === 'deleting') throw transientState('lb', id, loadBalancer.status);
  loadBalancer.frontends = frontends.map((frontend) => structuredClone(frontend));
  loadBalancer.updatedAt = world.clock.now();
  await world.loadBalancerDriver.set(id, () => loadBalancer.frontends);
}

export async function deleteClusterLoadBalancer(
  world: World,
  id: string,
  options: { releaseIp: boolean },
): Promise<void> {
  const loadBalancer = world.loadBalancers.get(id);
  if (loadBalancer === undefined) return;
  removeLoadBalancer(world, loadBalancer, options);
  await world.activities.end(id);
}
