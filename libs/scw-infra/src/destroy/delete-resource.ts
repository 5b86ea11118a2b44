import { ignoreMissing } from '../client/ignore-missing.ts';
import type { Session } from '../client/session.ts';
import type { ResourceRef } from '../resource.ts';
import { deleteVolume } from './delete-volume.ts';
import { removeServer } from './remove-server.ts';

/** Deletes one resource, whatever its kind. One that is gone already is fine. */
export async function deleteResource(session: Session, ref: ResourceRef, tag: string): Promise<void> {
  const { resource, id, name } = ref;
  if (resource === 'instance') return removeServer(session, id, tag);
  if (resource === 'volume') return deleteVolume(session, id, name);
  session.progress(resource, 'delete');
  switch (resource) {
    case 'ip':
      await ignoreMissing(session.instance.deleteIp({ ip: id }));
      break;
    case 'security-group':
      await ignoreMissing(session.instance.deleteSecurityGroup({ securityGroupId: id }));
      break;
    case 'ssh-key':
      await ignoreMissing(session.iam.deleteSSHKey({ sshKeyId: id }));
      break;
  }
}
