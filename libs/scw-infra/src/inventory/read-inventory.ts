import { checkIdentity } from '../check-desired.ts';
import { ignoreMissing } from '../client/ignore-missing.ts';
import type { ScalewayClient } from '../client/scaleway-client.ts';
import { openSession, type Session } from '../client/session.ts';
import type { OperationOptions } from '../progress.ts';
import type { ActualVolume } from '../read/actual.ts';
import { fromVolume } from '../read/from-sdk.ts';
import { describeState } from '../read/get-server.ts';
import { listResources, type ListedResources } from '../read/list-resources.ts';
import type { Identity, ResourceRef } from '../resource.ts';

/** One thing that exists, with its state in words. */
export interface InventoryItem extends ResourceRef {
  /** For example `running: booting kernel`, `in_use`, `attached`. */
  state: string;
}

/** Root volumes that a run could not tag before it ended. */
async function untaggedRoots(session: Session, listed: ListedResources): Promise<ActualVolume[]> {
  const known = new Set(listed.volumes.map((volume) => volume.id));
  const missing = listed.servers.flatMap(({ rootVolumeId }) =>
    rootVolumeId === undefined || known.has(rootVolumeId) ? [] : [rootVolumeId],
  );
  const found = await Promise.all(
    missing.map(async (volumeId) => ignoreMissing(session.block.getVolume({ volumeId }))),
  );
  return found.filter((volume) => volume !== undefined).map(fromVolume);
}

export async function listInventory(session: Session, identity: Identity): Promise<InventoryItem[]> {
  const listed = await listResources(session, identity);
  const volumes = [...listed.volumes, ...(await untaggedRoots(session, listed))];
  return [
    ...listed.servers.map((server): InventoryItem => ({
      resource: 'instance',
      id: server.id,
      name: server.name,
      state: describeState(server),
    })),
    ...volumes.map(({ id, name, status }): InventoryItem => ({
      resource: 'volume',
      id,
      name,
      state: status,
    })),
    ...listed.ips.map(({ id, address, serverId }): InventoryItem => ({
      resource: 'ip',
      id,
      name: address,
      state: serverId === undefined ? 'detached' : 'attached',
    })),
    ...listed.securityGroups.map(({ id, name }): InventoryItem => ({
      resource: 'security-group',
      id,
      name,
      state: 'available',
    })),
    ...listed.sshKeys.map(({ id, name, disabled }): InventoryItem => ({
      resource: 'ssh-key',
      id,
      name,
      state: disabled ? 'disabled' : 'enabled',
    })),
  ];
}

/**
 * Everything that exists of a deployment in project and zone: what carries the tag, the root volumes of
 * such Instances, and the SSH keys of the name. In an order in which it can be deleted.
 */
export async function readInventory(
  client: ScalewayClient,
  identity: Identity,
  options: OperationOptions = {},
): Promise<InventoryItem[]> {
  checkIdentity(identity);
  return listInventory(openSession(client, options), identity);
}
