import { checkDesired } from '../check-desired.ts';
import type { DesiredInfra } from '../desired.ts';
import type { ActualInfra } from '../read/actual.ts';
import { resourceNouns } from '../resource.ts';
import type { Allowance, ExistingIds, InfraChange, InfraPlan } from './change.ts';
import { planInstance } from './plan-instance.ts';
import { planSecurityGroup } from './plan-security-group.ts';
import { planSshKey } from './plan-ssh-key.ts';
import { planVolume } from './plan-volume.ts';

export interface PlanOptions {
  /** What may be done beyond what is harmless. @default [] */
  allow?: readonly Allowance[];
}

function planIp(actual: ActualInfra, name: string): InfraChange[] {
  if (actual.ip) return [];
  return [
    {
      resource: 'ip',
      name,
      sentence: `create IP of ${name}: there is none to use`,
      step: { kind: 'create-ip' },
    },
  ];
}

/** Volumes of removals that were decided earlier and interrupted. */
function planCondemned(actual: ActualInfra): InfraChange[] {
  return actual.condemnedVolumes.map(({ id, name }) => ({
    resource: 'volume',
    name,
    sentence: `delete volume ${name}: an interrupted removal has left it behind`,
    step: { kind: 'delete-volume', volumeId: id },
  }));
}

function planOrphans(actual: ActualInfra, allow: readonly Allowance[]): Pick<InfraPlan, 'changes' | 'notes'> {
  const say = ({ resource, name, id }: ActualInfra['orphans'][number]): string =>
    `${resourceNouns[resource]} ${name} (${id}) carries the tag and is not needed`;
  if (!allow.includes('delete-orphans'))
    return {
      changes: [],
      notes: actual.orphans.map((orphan) => `${say(orphan)}: allow 'delete-orphans' to delete it`),
    };
  const changes = actual.orphans.map((orphan): InfraChange => ({
    resource: orphan.resource,
    name: orphan.name,
    sentence: `delete ${resourceNouns[orphan.resource]} ${orphan.name}: ${say(orphan)}`,
    step: { kind: 'delete-orphan', orphan },
  }));
  return { changes, notes: [] };
}

function existingIds({ sshKey, ip, securityGroup, server, volume }: ActualInfra): ExistingIds {
  return {
    ...(sshKey && { sshKeyId: sshKey.id }),
    ...(ip && { ipId: ip.id, address: ip.address }),
    ...(securityGroup && { securityGroupId: securityGroup.id }),
    ...(server && { serverId: server.id }),
    ...(volume && { volumeId: volume.id }),
  };
}

/**
 * Decides what to change, and says why. Pure.
 *
 * What would lose data, or cannot be had, comes back as a blocker with its remedy.
 */
export function planInfra(actual: ActualInfra, desired: DesiredInfra, options: PlanOptions = {}): InfraPlan {
  checkDesired(desired);
  const { allow = [] } = options;
  const instance = planInstance(actual, desired, allow);
  const isReplaced = instance.changes.some(({ step }) => step.kind === 'replace-instance');
  const orphans = planOrphans(actual, allow);
  return {
    changes: [
      ...planSshKey(actual.sshKey, desired.sshKey),
      ...planIp(actual, desired.name),
      ...planSecurityGroup(actual.securityGroup, desired),
      ...instance.changes,
      ...(isReplaced ? [] : planVolume(actual.volume, desired)),
      ...planCondemned(actual),
      ...orphans.changes,
    ],
    blockers: instance.blockers,
    orphans: actual.orphans,
    notes: [...instance.notes, ...orphans.notes],
    existing: existingIds(actual),
  };
}
