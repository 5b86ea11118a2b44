import { randomUUID } from 'node:crypto';

import type { SecurityGroup } from '../../state/security-group.ts';
import type { World } from '../../state/world.ts';

/** The group of servers that name none, made when the first such server is created. */
export function projectDefaultGroup(world: World): SecurityGroup {
  for (const group of world.securityGroups.values()) {
    if (group.projectDefault) return group;
  }
  const now = world.clock.now();
  // Assumption: the default group exists from the first server that needs it, is stateful and accepts everything.
  // Assumption: the description of the default group.
  const group: SecurityGroup = {
    id: randomUUID(),
    name: 'Default security group',
    description: 'Auto generated security group.',
    tags: [],
    stateful: true,
    inboundDefaultPolicy: 'accept',
    outboundDefaultPolicy: 'accept',
    projectDefault: true,
    enableDefaultSecurity: true,
    state: 'available',
    createdAt: now,
    modifiedAt: now,
    rules: [],
  };
  world.securityGroups.set(group.id, group);
  return group;
}
