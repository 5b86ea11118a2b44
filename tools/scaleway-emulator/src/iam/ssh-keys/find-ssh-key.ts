import { notFound } from '../../http/api-error.ts';
import type { SshKey } from '../../state/ssh-key.ts';
import type { World } from '../../state/world.ts';

export function findSshKey(world: World, id: string | undefined): SshKey {
  const key = world.sshKeys.get(id ?? '');
  if (key === undefined) throw notFound('ssh_key', id ?? '');
  return key;
}
