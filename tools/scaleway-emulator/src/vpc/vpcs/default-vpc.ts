import { newVpc } from './new-vpc.ts';
import type { Vpc } from '../../state/vpc.ts';
import type { World } from '../../state/world.ts';

/** The project's default VPC, made when it is first needed. */
export function defaultVpc(world: World): Vpc {
  for (const vpc of world.vpcs.values()) {
    if (vpc.isDefault) return vpc;
  }
  // Assumption: the default VPC exists from the first Private Network that names no VPC, and is called `default`.
  const vpc = newVpc({ name: 'default', tags: [], isDefault: true }, world.clock.now());
  world.vpcs.set(vpc.id, vpc);
  return vpc;
}
