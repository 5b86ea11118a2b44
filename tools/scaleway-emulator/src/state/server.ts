export type ServerStatus = 'stopped' | 'stopped in place' | 'starting' | 'running' | 'stopping';

export interface Server {
  id: string;
  name: string;
  commercialType: string;
  bootType: 'local';
  imageId: string;
  tags: string[];
  state: ServerStatus;
  stateDetail: string;
  protected: boolean;
  dynamicIpRequired: boolean;
  macAddress: string;
  createdAt: Date;
  modifiedAt: Date;
  securityGroupId: string;
  /** Where it runs; null unless it has a place on a hypervisor. */
  location: ServerLocation | null;
  rootVolumeId: string;
  /** The `boot` flag of the root volume, as sent at creation. */
  rootVolumeBoot: boolean;
  userData: Map<string, Buffer>;
}

interface ServerLocation {
  platformId: string;
  clusterId: string;
  hypervisorId: string;
  nodeId: string;
}
