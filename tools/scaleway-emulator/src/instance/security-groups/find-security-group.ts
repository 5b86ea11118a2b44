import { notFound } from '../../http/api-error.ts';
import type { SecurityGroup } from '../../state/security-group.ts';
import type { World } from '../../state/world.ts';

export function findSecurityGroup(world: World, id: string | undefined): SecurityGroup {
  const group = world.securityGroups.get(id ?? '');
  if (group === undefined) throw notFound('instance_security_group', id ?? '');
  return group;
}
