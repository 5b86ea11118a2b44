import { attachVolume } from '../block/volumes/attach-volume.ts';
import { detachVolume } from '../block/volumes/detach-volume.ts';
import { findVolume } from '../block/volumes/find-volume.ts';
import { growVolume } from '../block/volumes/grow-volume.ts';
import { newVolume } from '../block/volumes/new-volume.ts';
import { removeVolume } from '../block/volumes/remove-volume.ts';
import { findServer } from '../instance/servers/find-server.ts';
import type { World } from '../state/world.ts';
import type { VolumeOrder } from './emulator-cloud.ts';
import { findLivingCluster, nameInCluster } from './find-living-cluster.ts';

/**
 * What the CSI driver makes of a claim (scaleway/scaleway-csi, pkg/driver/controller.go and pkg/scaleway/block.go: a
 * prefix before the name that Kubernetes gives, no tags).
 */
export async function createClusterVolume(world: World, order: VolumeOrder): Promise<{ id: string }> {
  const cluster = findLivingCluster(world, order.clusterId);
  const name = nameInCluster(cluster.id, order.name);
  const known = [...world.volumes.values()].find((one) => one.name === name && one.status !== 'deleting');
  const volume =
    known ??
    newVolume(world, {
      name,
      sizeBytes: order.sizeBytes,
      perfIops: order.perfIops ?? 5000,
      tags: order.tags ?? [],
      clusterId: cluster.id,
    });
  await world.activities.end(volume.id);
  return { id: volume.id };
}

export async function attachClusterVolume(world: World, id: string, serverId: string): Promise<void> {
  const volume = findVolume(world, id);
  const server = findServer(world, serverId);
  if (volume.reference?.serverId !== serverId || volume.reference.status === 'detaching') {
    await world.activities.end(id);
    attachVolume(world, volume, server);
  }
  await world.activities.end(id);
}

export async function detachClusterVolume(world: World, id: string): Promise<void> {
  const volume = findVolume(world, id);
  if (volume.reference !== null && volume.reference.status !== 'detaching') {
    await world.activities.end(id);
    detachVolume(world, volume);
  }
  await world.activities.end(id);
}

export async function resizeClusterVolume(world: World, id: string, sizeBytes: number): Promise<void> {
  const volume = findVolume(world, id);
  await world.activities.end(id);
  growVolume(world, volume, { sizeBytes, perfIops: volume.perfIops });
  await world.activities.end(id);
}

export async function deleteClusterVolume(world: World, id: string): Promise<void> {
  await world.activities.end(id);
  const volume = world.volumes.get(id);
  if (volume === undefined) return;
  removeVolume(world, volume);
  await world.activities.end(id);
}
