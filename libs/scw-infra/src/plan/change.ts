import type { ResourceKind, ResourceRef } from '../resource.ts';

/** What a change does, with all that apply needs to know; the rest comes from the desired state. */
export type ChangeStep =
  | { kind: 'create-ssh-key' }
  | { kind: 'replace-ssh-key'; sshKeyId: string }
  | { kind: 'enable-ssh-key'; sshKeyId: string }
  | { kind: 'create-ip' }
  | { kind: 'create-security-group' }
  | { kind: 'update-security-group'; securityGroupId: string }
  | { kind: 'set-security-rules'; securityGroupId: string }
  | { kind: 'create-instance'; imageId: string; leavingServerIds: string[] }
  | { kind: 'replace-instance'; imageId: string; serverId: string }
  | { kind: 'assign-security-group'; serverId: string }
  | { kind: 'attach-ip'; serverId: string }
  | { kind: 'set-user-data'; serverId: string }
  | { kind: 'power-on-instance'; serverId: string }
  | { kind: 'await-instance'; serverId: string }
  | { kind: 'tag-volume'; volumeId: string }
  | { kind: 'grow-volume'; volumeId: string }
  | { kind: 'delete-volume'; volumeId: string }
  | { kind: 'delete-orphan'; orphan: ResourceRef };

/** One change: plain data, and a sentence that says what and why. */
export interface InfraChange {
  resource: ResourceKind;
  /** Name of the resource. */
  name: string;
  /** For example `create instance demo: it does not exist`. */
  sentence: string;
  step: ChangeStep;
}

/** Why a plan cannot be applied as it is. */
export interface Blocker {
  code:
    | 'cluster-immutable'
    | 'cluster-locked'
    | 'cni-not-offered'
    | 'data-loss'
    | 'image-not-offered'
    | 'instance-locked'
    | 'out-of-stock'
    | 'quota-exceeded'
    | 'type-not-offered'
    | 'version-lower'
    | 'version-not-offered'
    | 'version-skips-minor';
  resource: ResourceKind;
  /** What would have to be done, and why it is not. */
  sentence: string;
  /** What the caller can do about it. */
  remedy: string;
}

/** What a caller may allow beyond what is harmless. */
export type Allowance = 'replace-instance' | 'delete-orphans';

/** Ids of what is there already. */
export interface ExistingIds {
  sshKeyId?: string;
  ipId?: string;
  address?: string;
  securityGroupId?: string;
  serverId?: string;
  volumeId?: string;
}

/** What would be done. Nothing to do: `changes` and `blockers` are both empty. */
export interface InfraPlan {
  /** In the order of apply. */
  changes: InfraChange[];
  /** Not empty: apply refuses before it writes anything. */
  blockers: Blocker[];
  /** What carries the tag and is not needed; each with a sentence in `notes`. */
  orphans: ResourceRef[];
  /** Sentences worth reading that change nothing. */
  notes: string[];
  existing: ExistingIds;
}
