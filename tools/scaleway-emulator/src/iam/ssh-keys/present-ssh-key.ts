import { apiTime } from '../../http/timestamps.ts';
import type { SshKey } from '../../state/ssh-key.ts';
import type { World } from '../../state/world.ts';

/** [ssh-key-basic#0] */
export const presentSshKey = (world: World, key: SshKey): object => ({
  id: key.id,
  name: key.name,
  public_key: key.publicKey,
  fingerprint: key.fingerprint,
  created_at: apiTime(key.createdAt),
  updated_at: apiTime(key.updatedAt),
  organization_id: world.account.organizationId,
  project_id: world.account.projectId,
  disabled: key.disabled,
});
