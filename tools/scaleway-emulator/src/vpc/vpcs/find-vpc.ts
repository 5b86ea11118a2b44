import { notFound } from '../../http/api-error.ts';
import type { Vpc } from '../../state/vpc.ts';
import type { World } from '../../state/world.ts';

export function findVpc(world: World, id: string | undefined): Vpc {
  const vpc = world.vpcs.get(id ?? '');
  // Assumption: an unknown VPC is 404 `vpc`.
  if (vpc === undefined) throw notFound('vpc', id ?? '');
  return vpc;
}
