import { randomUUID } from 'node:crypto';

import type { SecurityGroup } from '../../state/security-group.ts';
import type { World } from '../../state/world.ts';

const name = 'Kapsule default security group';

/**
 * The group of nodes whose pool names none: two pools had the same one [pool-basic#12, #79], its name was recorded on a
 * node [pool-basic#23], and it survives its clusters (facts/scaleway.md, section 3).
 */
export function nodeSecurityGroup(world: World): SecurityGroup {
  for (const group of world.securityGroups.values()) {
    if (group.name === name) return group;
  }
  const now = world.clock.now();
  // Assumption: all clusters of a project share the nodes' security group, which has no tags and no description, drops what comes in, and is never deleted by Kapsule.
  const group: SecurityGroup = {
    id: randomUUID(),
    name,
    description: null,
    tags: [],
    stateful: true,
    inboundDefaultPolicy: 'drop',
    outboundDefaultPolicy: 'accept',
    projectDefault: false,
    enableDefaultSecurity: true,
    state: 'available',
    createdAt: now,
    modifiedAt: now,
    rules: [],
  };
  world.securityGroups.set(group.id, group);
  return group;
}
