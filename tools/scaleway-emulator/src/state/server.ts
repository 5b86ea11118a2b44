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
  /** Its place in a Private Network; nodes of Kapsule have one. */
  privateNic?: PrivateNic;
}

interface ServerLocation {
  platformId: string;
  clusterId: string;
  hypervisorId: string;
  nodeId: string;
}

export interface PrivateNic {
  id: string;
  privateNetworkId: string;
  macAddress: string;
  createdAt: Date;
  /** Of its addresses, IPv4 and IPv6. */
  ipamIpIds: [string, string];
}
