import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Bind } from '../machine/volume.ts';
import { dataDirectory } from '../ownership/claim.ts';

/** Where a node sees the block volumes of its stage. */
const nodeFolder = '/var/lib/scw-volumes';

/** What block volumes of clusters hold: a folder of the host for each, which outlives pods and nodes. */
export interface BlockVolumes {
  /** Makes an empty one. @returns where a node sees it */
  create(volumeId: string): Promise<string>;
  remove(volumeId: string): Promise<void>;
}

const volumesFolder = (stage: string): string => path.join(dataDirectory(stage), 'block-volumes');

/** All volumes of a stage are seen in every node; who mounts which is the clusters' own affair. */
export function blockVolumesBind(stage: string): Bind {
  return { source: volumesFolder(stage), target: nodeFolder };
}

export async function openBlockVolumes(stage: string): Promise<BlockVolumes> {
  const root = volumesFolder(stage);
  await mkdir(root, { recursive: true });
  return {
    async create(volumeId): Promise<string> {
      await mkdir(path.join(root, volumeId), { recursive: true, mode: 0o755 });
      return `${nodeFolder}/${volumeId}`;
    },
    async remove(volumeId): Promise<void> {
      await rm(path.join(root, volumeId), { recursive: true, force: true });
    },
  };
}

/** @returns undefined for a path that is no volume's */
export function volumeIdOf(pathInNode: string): string | undefined {
  return path.posix.dirname(pathInNode) === nodeFolder ? path.posix.basename(pathInNode) : undefined;
}
