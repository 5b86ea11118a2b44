/** An SBS volume of the Block API. */
export interface Volume {
  id: string;
  name: string;
  sizeBytes: number;
  perfIops: 5000 | 15000;
  status: 'creating' | 'available' | 'in_use' | 'resizing' | 'updating' | 'deleting' | 'error';
  tags: string[];
  createdAt: Date;
  updatedAt: Date;
  lastDetachedAt: Date | null;
  parentSnapshotId: string | null;
  reference: VolumeReference | null;
  /** The Kapsule cluster whose CSI driver made it; the API does not show it. */
  clusterId: string | null;
}

interface VolumeReference {
  id: string;
  serverId: string;
  createdAt: Date;
  status: 'attaching' | 'attached' | 'detaching';
}
