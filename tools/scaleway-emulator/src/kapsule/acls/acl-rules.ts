import { randomUUID } from 'node:crypto';
import { Type, type TUnsafe } from 'typebox';

import { invalidArguments } from '../../http/api-error.ts';
import { isCidrBlock } from '../../http/cidr-block.ts';
import { strict } from '../../http/schema.ts';
import type { AclRule } from '../../state/cluster.ts';

interface SentRule {
  ip?: string;
  scaleway_ranges?: boolean;
  description?: string;
}

const schema = strict({
  acls: Type.Array(
    strict({
      ip: Type.Optional(Type.String()),
      scaleway_ranges: Type.Optional(Type.Boolean()),
      description: Type.Optional(Type.String()),
    }),
  ),
});

export const aclsBody: TUnsafe<{ acls: SentRule[] }> = Type.Unsafe<{ acls: SentRule[] }>(schema);

/** Exactly one of block and ranges, as @scaleway/sdk-k8s 1.8.0 documents it. */
export function readRules(acls: readonly SentRule[]): AclRule[] {
  return acls.map(({ ip, scaleway_ranges, description }) => {
    // Assumption: an ACL rule that is neither a CIDR block nor Scaleway's ranges, or both, answers 400 invalid_arguments.
    if ((ip === undefined) !== (scaleway_ranges === true) || (ip !== undefined && !isCidrBlock(ip))) {
      throw invalidArguments({ argument_name: 'acls', reason: 'constraint' });
    }
    return { id: randomUUID(), ip: ip ?? null, description: description ?? '' };
  });
}

export const presentRule = (rule: AclRule): object => ({
  id: rule.id,
  ...(rule.ip === null ? { scaleway_ranges: true } : { ip: rule.ip }),
  description: rule.description,
});
