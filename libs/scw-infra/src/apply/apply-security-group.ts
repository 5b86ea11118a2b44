import { ignoreMissing } from '../client/ignore-missing.ts';
import { requireAnswer } from '../client/require-answer.ts';
import { fullSecurityGroup } from '../plan/plan-security-group.ts';
import { normalizeRule } from '../plan/security-rules.ts';
import { fromSecurityGroup } from '../read/from-sdk.ts';
import { listSecurityGroups } from '../read/list-resources.ts';
import type { ApplyRun } from './apply-run.ts';
import { createOnce } from './create-once.ts';

/** Replaces all rules of ours at once; Scaleway keeps its fixed ones. */
export async function setSecurityRules(
  { session, desired }: ApplyRun,
  securityGroupId: string,
): Promise<void> {
  session.progress('security-group', 'set rules');
  await session.instance.setSecurityGroupRules({
    securityGroupId,
    rules: desired.securityGroup.rules.map(normalizeRule).map((rule, index) => ({
      action: rule.action,
      protocol: rule.protocol,
      direction: rule.direction,
      ipRange: rule.ipRange,
      position: index + 1,
      ...(rule.portFrom === 0 ? {} : { destPortFrom: rule.portFrom }),
      ...(rule.portTo === rule.portFrom ? {} : { destPortTo: rule.portTo }),
    })),
  });
}

export async function createSecurityGroup(run: ApplyRun): Promise<void> {
  const { session, desired, ids } = run;
  const { name, tag } = desired;
  const { inboundDefaultPolicy, outboundDefaultPolicy, stateful } = fullSecurityGroup(desired.securityGroup);
  session.progress('security-group', 'create');
  const group = await createOnce(session, {
    resource: 'security-group',
    find: async () => {
      const groups = await listSecurityGroups(session, tag);
      return groups.filter((one) => one.name === name).toSorted((a, b) => a.id.localeCompare(b.id));
    },
    create: async () => {
      const answer = await session.instance.createSecurityGroup({
        name,
        description: `Security group of ${name}`,
        tags: [tag],
        stateful,
        inboundDefaultPolicy,
        outboundDefaultPolicy,
        project: session.client.projectId,
      });
      return fromSecurityGroup(
        requireAnswer(answer.securityGroup, ['create security group', 'POST', '/security_groups']),
      );
    },
    discard: async ({ id }) => {
      await ignoreMissing(session.instance.deleteSecurityGroup({ securityGroupId: id }));
    },
  });
  ids.securityGroupId = group.id;
  await setSecurityRules(run, group.id);
}

export async function updateSecurityGroup(
  { session, desired }: ApplyRun,
  securityGroupId: string,
): Promise<void> {
  const { inboundDefaultPolicy, outboundDefaultPolicy, stateful } = fullSecurityGroup(desired.securityGroup);
  session.progress('security-group', 'update');
  await session.instance.updateSecurityGroup({
    securityGroupId,
    inboundDefaultPolicy,
    outboundDefaultPolicy,
    stateful,
  });
}
