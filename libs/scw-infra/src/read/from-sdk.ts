import type { Volume } from '@scaleway/sdk-block/v1';
import type { SSHKey } from '@scaleway/sdk-iam/v1alpha1';
import type { Instancev1 } from '@scaleway/sdk-instance';
import type { SecurityRule } from '../desired.ts';
import type { ActualIp, ActualSecurityGroup, ActualServer, ActualSshKey, ActualVolume } from './actual.ts';

export function fromSshKey({ id, name, publicKey, disabled }: SSHKey): ActualSshKey {
  return { id, name, publicKey, disabled };
}

export function fromIp(ip: Instancev1.Ip): ActualIp {
  const { id, address, type, tags } = ip;
  return { id, address, type, tags, ...(ip.server ? { serverId: ip.server.id } : {}) };
}

export function fromSecurityGroup(group: Instancev1.SecurityGroup): ActualSecurityGroup {
  const { id, name, inboundDefaultPolicy, outboundDefaultPolicy, stateful, tags } = group;
  return { id, name, inboundDefaultPolicy, outboundDefaultPolicy, stateful, tags, rules: undefined };
}

/** The root is volume `0`; only SBS volumes outlive their Instance. */
export function fromServer(server: Instancev1.Server): ActualServer {
  const root = server.volumes['0'];
  return {
    id: server.id,
    name: server.name,
    state: server.state,
    stateDetail: server.stateDetail,
    commercialType: server.commercialType,
    tags: server.tags,
    createdAt: server.creationDate?.toISOString() ?? '',
    allowedActions: server.allowedActions,
    ...(server.image ? { imageId: server.image.id } : {}),
    ...(server.securityGroup ? { securityGroupId: server.securityGroup.id } : {}),
    ...(root?.volumeType === 'sbs_volume' ? { rootVolumeId: root.id } : {}),
  };
}

export function fromVolume(volume: Volume): ActualVolume {
  const { id, name, size, status, tags } = volume;
  const serverIds = volume.references
    .filter((reference) => reference.productResourceType === 'instance_server')
    .map((reference) => reference.productResourceId);
  return { id, name, sizeBytes: size, status, tags, serverIds };
}

/** Our own rules in order of evaluation; Scaleway's fixed ones are not editable. */
export function fromRules(rules: readonly Instancev1.SecurityGroupRule[]): Required<SecurityRule>[] {
  return rules
    .filter((rule) => rule.editable)
    .toSorted((a, b) => a.position - b.position)
    .map((rule) => ({
      direction: rule.direction === 'outbound' ? 'outbound' : 'inbound',
      action: rule.action === 'drop' ? 'drop' : 'accept',
      protocol: rule.protocol === 'unknown_protocol' ? 'ANY' : rule.protocol,
      portFrom: rule.destPortFrom ?? 0,
      portTo: rule.destPortTo ?? 0,
      ipRange: rule.ipRange,
    }));
}
