import { readFileSync } from 'node:fs';
import path from 'node:path';
import { runDirectory, writeAtomically } from '../ownership/claim.ts';

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

const file = (stage: string): string => path.join(runDirectory(stage), 'clusters.json');

export function writeClusterList(stage: string, clusters: readonly ClusterStatus[]): void {
  writeAtomically(file(stage), JSON.stringify(clusters));
}

export function readClusterList(stage: string): ClusterStatus[] {
  try {
    return JSON.parse(readFileSync(file(stage), 'utf8')) as ClusterStatus[];
  } catch {
    return [];
  }
}
