import type { SecurityRule } from '../desired.ts';
import type { ResourceRef } from '../resource.ts';

/** An SSH key of the project. */
export interface ActualSshKey {
  id: string;
  name: string;
  publicKey: string;
  disabled: boolean;
}

/** A flexible IP that carries the tag. */
export interface ActualIp {
  id: string;
  address: string;
  type: string;
  /** Of the Instance it is attached to. */
  serverId?: string;
  tags: string[];
}

/** A security group that carries the tag. */
export interface ActualSecurityGroup {
  id: string;
  name: string;
  inboundDefaultPolicy: string;
  outboundDefaultPolicy: string;
  stateful: boolean;
  tags: string[];
  /** Ours only; Scaleway's fixed ones are left out. Filled in for the chosen group. */
  rules: Required<SecurityRule>[] | undefined;
}

/** An Instance that carries the tag. */
export interface ActualServer {
  id: string;
  name: string;
  state: string;
  stateDetail: string;
  commercialType: string;
  imageId?: string;
  tags: string[];
  createdAt: string;
  securityGroupId?: string;
  /** Absent when the root is a local volume, which goes with the Instance. */
  rootVolumeId?: string;
  allowedActions: string[];
}

/** A block volume that carries the tag, or the root of an Instance that does. */
export interface ActualVolume {
  id: string;
  name: string;
  sizeBytes: number;
  status: string;
  tags: string[];
  /** Of the Instances it is attached to. */
  serverIds: string[];
}

/** Whether the Instance can be had. Read only when one may have to be created. */
export interface Offer {
  /** The image of the desired label for the desired type in this zone; absent: there is none. */
  imageId?: string;
  /** Types the label exists for in this zone; empty: the label is unknown here. */
  compatibleTypes: string[];
  /** Absent: the zone does not offer the type. */
  availability?: 'available' | 'scarce' | 'shortage';
}

/** What exists, sorted into what is used, what is on its way out, and what is too much. */
export interface ActualInfra {
  zone: string;
  sshKey?: ActualSshKey;
  ip?: ActualIp;
  securityGroup?: ActualSecurityGroup;
  server?: ActualServer;
  /** Root volume of `server`. */
  volume?: ActualVolume;
  /** Content of the user data `cloud-init` of a server that stands still; null: none; absent: not read. */
  cloudInit?: string | null;
  offer?: Offer;
  /** Instances that are being terminated. */
  leavingServers: ActualServer[];
  /** Volumes that an interrupted removal has left behind. */
  condemnedVolumes: ActualVolume[];
  /** What carries the tag, or the name of the key, and is not needed. */
  orphans: ResourceRef[];
}
