import { randomBytes } from 'node:crypto';

import { invalidArguments } from '../../http/api-error.ts';
import { isCidrBlock } from '../../http/cidr-block.ts';
import type { World } from '../../state/world.ts';

/**
 * The subnets of a new network: those asked for, or a /22 of 172.16.0.0/12 that no other network has and a unique local
 * /64 [cluster-private-network#3].
 */
export function chooseSubnets(world: World, asked: readonly string[] | null | undefined): string[] {
  // Assumption: a subnet that is no CIDR block answers 400 invalid_arguments.
  if (asked?.some((subnet) => !isCidrBlock(subnet)) === true) {
    throw invalidArguments({ argument_name: 'subnets', reason: 'format' });
  }
  const own = asked ?? [];
  return [
    ...(own.some((subnet) => !subnet.includes(':')) ? [] : [freeBlock(world)]),
    ...own,
    // Assumption: a network whose creation names no IPv6 subnet, or no IPv4 one, gets that one chosen.
    ...(own.some((subnet) => subnet.includes(':')) ? [] : [uniqueLocalBlock()]),
  ];
}

function freeBlock(world: World): string {
  const taken = new Set(
    [...world.privateNetworks.values()].flatMap(({ subnets }) => subnets.map(({ subnet }) => subnet)),
  );
  for (let index = 0; index < 1024; index += 1) {
    const block = `172.${16 + (index >> 6)}.${(index & 63) * 4}.0/22`;
    if (!taken.has(block)) return block;
  }
  throw new Error('Every /22 of 172.16.0.0/12 is taken: delete some Private Networks.');
}

function uniqueLocalBlock(): string {
  const groups = randomBytes(7)
    .toString('hex')
    .match(/^(..)(....)(....)(....)/);
  const words = groups?.slice(2).map((word) => Number.parseInt(word, 16).toString(16)) ?? [];
  return `fd${groups?.[1] ?? '00'}:${words.join(':')}::/64`;
}
