import { statusFile, type StatusFile } from '../ownership/status-file.ts';

/** What there is to know of a cluster from outside of its stage's process. */
export interface ClusterStatus {
  id: string;
  name: string;
  version: string;
  /** In the API's words, as far as the control plane and the nodes go: the API's own delays come on top. */
  status: 'creating' | 'pool_required' | 'ready' | 'updating' | 'deleting';
  nodes: { name: string; address: string; isReady: boolean }[];
  /** Where the API answers: an address and a port. */
  api: string;
  /** The file with what its control plane says. */
  log: string;
}

export const clusterList: StatusFile<ClusterStatus> = statusFile('clusters.json');
