import { randomUUID } from 'node:crypto';

import { joinNodeMs, powerOnMs } from '../../clock/measured-durations.ts';
import { ipsOf } from '../../instance/ips/ips-of.ts';
import { enterState } from '../../instance/servers/change-state.ts';
import { enterRunning, machineOf } from '../../instance/servers/power-on.ts';
import type { Cluster } from '../../state/cluster.ts';
import type { KapsuleNode, Pool } from '../../state/pool.ts';
import type { Server } from '../../state/server.ts';
import type { World } from '../../state/world.ts';
import { commercialTypeOf } from '../pools/check-pool.ts';
import { newNodeServer } from './new-node-server.ts';
import { providerIdOf } from './present-node.ts';

/** Makes a node: its server first, then its place in the cluster; resolves when it is `ready`. */
export async function addNode(
  world: World,
  cluster: Cluster,
  pool: Pool,
  signal: AbortSignal,
): Promise<void> {
  // What is out of stock hangs (facts/scaleway.md, section 5, TF#66).
  while (world.availability.get(commercialTypeOf(pool.nodeType)) === 'shortage') {
    await world.clock.sleep(powerOnMs, signal);
  }
  signal.throwIfAborted();
  const id = randomUUID();
  const now = world.clock.now();
  const node: KapsuleNode = {
    id,
    clusterId: cluster.id,
    poolId: pool.id,
    serverId: randomUUID(),
    name: `scw-${cluster.name}-${pool.name}-${id.slice(0, 6)}`,
    // Assumption: a node is `creating` until it is `ready`.
    status: 'creating',
    errorMessage: '',
    createdAt: now,
    updatedAt: now,
  };
  world.nodes.set(node.id, node);
  const server = newNodeServer(world, cluster, pool, node);
  try {
    await Promise.all([
      world.clock.sleep(joinNodeMs, signal),
      startServer(world, server, signal).then(() => join(world, cluster, pool, node, signal)),
    ]);
    signal.throwIfAborted();
  } catch (cause) {
    if (!signal.aborted) {
      // Assumption: a node that cannot be made is a `creation_error`, with its cause as message.
      enterNodeStatus(world, node, 'creation_error');
      node.errorMessage = cause instanceof Error ? cause.message : String(cause);
    }
    throw cause;
  }
  enterNodeStatus(world, node, 'ready');
}

async function startServer(world: World, server: Server, signal: AbortSignal): Promise<void> {
  enterState(world, server, 'starting', 'allocating node');
  const volume = world.volumes.get(server.rootVolumeId);
  await Promise.all([
    world.machines.createVolume({
      id: server.rootVolumeId,
      imageLabel: 'k8s_base_node_instance',
      sizeBytes: volume?.sizeBytes ?? 0,
    }),
    world.machines.powerOn(() => machineOf(world, server), server.rootVolumeId, signal),
    world.clock.sleep(powerOnMs, signal),
  ]);
  signal.throwIfAborted();
  enterRunning(world, server);
}

const join = (
  world: World,
  cluster: Cluster,
  pool: Pool,
  node: KapsuleNode,
  signal: AbortSignal,
): Promise<void> =>
  world.clusterDriver.addNode(
    {
      id: node.id,
      name: node.name,
      clusterId: cluster.id,
      poolId: pool.id,
      poolName: pool.name,
      serverId: node.serverId,
      providerId: providerIdOf(world, node),
      version: pool.version,
      addresses: ipsOf(world, node.serverId).map(({ address }) => address),
      kubeletArguments: pool.kubeletArgs,
    },
    signal,
  );

export function enterNodeStatus(world: World, node: KapsuleNode, status: KapsuleNode['status']): void {
  node.status = status;
  node.updatedAt = world.clock.now();
}
