import type { SecurityGroup } from '../../state/security-group.ts';
import type { World } from '../../state/world.ts';

/** A project has one default group: the last one made so. */
export function makeProjectDefault(world: World, group: SecurityGroup): void {
  for (const other of world.securityGroups.values()) other.projectDefault = other === group;
}
