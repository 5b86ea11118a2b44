export type PoolStatus = 'scaling' | 'ready' | 'upgrading' | 'warning' | 'deleting';

/** A pool of a Kapsule cluster: nodes of one kind. */
export interface Pool {
  id: string;
  clusterId: string;
  name: string;
  status: PoolStatus;
  version: string;
  /** As it was asked for: `pro2_xxs`. */
  nodeType: string;
  autoscaling: boolean;
  size: number;
  minSize: number;
  maxSize: number;
  autohealing: boolean;
  tags: string[];
  kubeletArgs: Record<string, string>;
  upgradePolicy: { maxUnavailable: number; maxSurge: number };
  rootVolumeType: 'sbs_5k' | 'sbs_15k';
  rootVolumeSizeBytes: number;
  publicIpDisabled: boolean;
  /** Empty until the pool is on the books, unless it names one. */
  securityGroupId: string;
  createdAt: Date;
  updatedAt: Date;
}

/** A node, and the server that it is. */
export interface KapsuleNode {
  id: string;
  clusterId: string;
  poolId: string;
  serverId: string;
  name: string;
  status: 'creating' | 'ready' | 'rebooting' | 'deleting' | 'creation_error';
  errorMessage: string;
  createdAt: Date;
  updatedAt: Date;
}
