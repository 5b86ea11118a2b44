import type { DesiredInfra } from '../desired.ts';
import type { ActualInfra, ActualServer } from '../read/actual.ts';
import { imageTagPrefix, userDataRemovedTag } from '../resource.ts';
import type { Allowance, Blocker, InfraChange } from './change.ts';
import { formatSize } from './format-size.ts';
import { checkOffer } from './check-offer.ts';

interface InstancePlan {
  changes: InfraChange[];
  blockers: Blocker[];
  notes: string[];
}

/** The label of the image an Instance was made from, as far as it is known. */
function imageLabelOf(server: ActualServer): string | undefined {
  return server.tags.find((tag) => tag.startsWith(imageTagPrefix))?.slice(imageTagPrefix.length);
}

/** What cannot change on an Instance once it exists, in words. Empty: it can stay. */
export function whyReplace(server: ActualServer, desired: DesiredInfra['instance']): string[] {
  const label = imageLabelOf(server);
  const reasons: string[] = [];
  if (label !== undefined && label !== desired.imageLabel)
    reasons.push(`image ${label} → ${desired.imageLabel} (image cannot change in place)`);
  if (server.commercialType !== desired.commercialType)
    reasons.push(`type ${server.commercialType} → ${desired.commercialType} (type cannot change in place)`);
  return reasons;
}

function planCreate(actual: ActualInfra, desired: DesiredInfra): InstancePlan {
  const { name } = desired;
  const { imageId, blockers, notes } = checkOffer(actual, desired.instance);
  const reason =
    actual.leavingServers.length > 0 ? 'the present one is being terminated' : 'it does not exist';
  const sentence = `create instance ${name} (${desired.instance.commercialType}, ${desired.instance.imageLabel}, ${formatSize(desired.instance.rootVolumeSizeBytes)}): ${reason}`;
  const leavingServerIds = actual.leavingServers.map((server) => server.id);
  const step = { kind: 'create-instance', imageId, leavingServerIds } as const;
  return { changes: [{ resource: 'instance', name, sentence, step }], blockers, notes };
}

function planReplace(
  actual: ActualInfra & { server: ActualServer },
  desired: DesiredInfra,
  reasons: readonly string[],
  allow: readonly Allowance[],
): InstancePlan {
  const { name } = desired;
  const sentence = `replace instance ${name}: ${reasons.join(', ')}`;
  if (!allow.includes('replace-instance')) {
    const lost = actual.volume
      ? `its root volume of ${formatSize(actual.volume.sizeBytes)}`
      : 'its root volume';
    const blocker: Blocker = {
      code: 'data-loss',
      resource: 'instance',
      sentence: `${sentence}; ${lost} would be lost`,
      remedy: "Take the change back, or back up what matters and allow 'replace-instance'.",
    };
    return { changes: [], blockers: [blocker], notes: [] };
  }
  const { imageId, blockers, notes } = checkOffer(actual, desired.instance);
  const step = { kind: 'replace-instance', imageId, serverId: actual.server.id } as const;
  return { changes: [{ resource: 'instance', name, sentence, step }], blockers, notes };
}

/** User data that is missing from an Instance which may not have booted yet. */
function planUserData(actual: ActualInfra, server: ActualServer, desired: DesiredInfra): InfraChange[] {
  const { cloudInit } = actual;
  const isUp = server.state === 'running' || server.state === 'starting';
  if (cloudInit === undefined || isUp || server.tags.includes(userDataRemovedTag)) return [];
  if (cloudInit === desired.instance.cloudInit) return [];
  const reason = cloudInit === null ? 'it is missing' : 'it differs';
  return [
    {
      resource: 'instance',
      name: server.name,
      sentence: `set the cloud-init of instance ${server.name}, which stands still: ${reason}`,
      step: { kind: 'set-user-data', serverId: server.id },
    },
  ];
}

function planPower(server: ActualServer): InfraChange[] {
  const about = { resource: 'instance', name: server.name } as const;
  if (server.state === 'running') return [];
  if (server.state === 'starting')
    return [
      {
        ...about,
        sentence: `wait for instance ${server.name}: it is starting`,
        step: { kind: 'await-instance', serverId: server.id },
      },
    ];
  return [
    {
      ...about,
      sentence: `power on instance ${server.name}: it is ${server.state}`,
      step: { kind: 'power-on-instance', serverId: server.id },
    },
  ];
}

function planRepair(actual: ActualInfra, server: ActualServer, desired: DesiredInfra): InfraChange[] {
  const about = { resource: 'instance', name: server.name } as const;
  const changes: InfraChange[] = [];
  if (actual.securityGroup === undefined || server.securityGroupId !== actual.securityGroup.id)
    changes.push({
      ...about,
      sentence: `put instance ${server.name} into security group ${desired.name}: it is in another`,
      step: { kind: 'assign-security-group', serverId: server.id },
    });
  if (actual.ip?.serverId !== server.id)
    changes.push({
      resource: 'ip',
      name: actual.ip?.address ?? desired.name,
      sentence: `attach the IP to instance ${server.name}: it is not attached`,
      step: { kind: 'attach-ip', serverId: server.id },
    });
  return [...changes, ...planUserData(actual, server, desired), ...planPower(server)];
}

/** The Instance: created, replaced only when that is allowed, or repaired in place. */
export function planInstance(
  actual: ActualInfra,
  desired: DesiredInfra,
  allow: readonly Allowance[],
): InstancePlan {
  const { server } = actual;
  if (server === undefined) return planCreate(actual, desired);
  if (server.state === 'locked') {
    const blocker: Blocker = {
      code: 'instance-locked',
      resource: 'instance',
      sentence: `instance ${server.name} is locked by Scaleway`,
      remedy: 'Ask the Scaleway support why.',
    };
    return { changes: [], blockers: [blocker], notes: [] };
  }
  const reasons = whyReplace(server, desired.instance);
  const { volume } = actual;
  const size = desired.instance.rootVolumeSizeBytes;
  if (volume && volume.sizeBytes > size)
    reasons.push(
      `root volume ${formatSize(volume.sizeBytes)} → ${formatSize(size)} (a volume cannot shrink)`,
    );
  if (reasons.length > 0) return planReplace({ ...actual, server }, desired, reasons, allow);
  return { changes: planRepair(actual, server, desired), blockers: [], notes: [] };
}
