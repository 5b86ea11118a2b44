import { chmod, mkdir, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { dataDirectory } from '../ownership/claim.ts';

/** The disk of a machine: what it has written over the image it began with. */
export interface Volume {
  folder: string;
  image: string;
  /** What is to be seen in the machine besides. */
  binds: readonly Bind[];
}

/** A folder of the host as one of the machine. */
export interface Bind {
  source: string;
  target: string;
  /** @default false */
  isReadOnly?: boolean;
}

/**
 * An overlay cannot carry another one, which is what containerd makes of its layers: the folder it keeps them in is a
 * plain one of the volume (overlayfs in the kernel's documentation, "Nesting overlayfs mounts").
 *
 * @param target - where the machine's container runtime has its layers
 */
export function containersFolder(volumeFolder: string, target: string): Bind {
  return { source: path.join(volumeFolder, 'containers'), target };
}

export function volumeFolder(stage: string, volumeId: string): string {
  return path.join(dataDirectory(stage), 'volumes', volumeId);
}

export interface VolumeFile {
  /** Below the root, without a leading slash. */
  path: string;
  text: string;
  /** @default 0o644 */
  mode?: number;
}

/**
 * Makes an empty disk over an image; `files` are laid on it before its first boot.
 *
 * @param binds - @default a place for k3s's containers
 */
export async function createVolume(
  folder: string,
  image: string,
  files: readonly VolumeFile[],
  binds: readonly Bind[] = [containersFolder(folder, '/var/lib/rancher')],
): Promise<Volume> {
  await mkdir(folder, { recursive: true });
  for (const part of ['files', 'work', 'root', 'cgroup', 'containers'])
    await makeFolder(path.join(folder, part), 0o755);
  for (const file of files) {
    await makeParents(path.join(folder, 'files'), image, path.dirname(file.path));
    await writeFile(path.join(folder, 'files', file.path), file.text, { mode: file.mode ?? 0o644 });
  }
  return { folder, image, binds };
}

/** A folder laid over one of the image hides its mode, so it must carry the same. */
async function makeParents(files: string, image: string, folder: string): Promise<void> {
  if (folder === '.') return;
  await makeParents(files, image, path.dirname(folder));
  const below = await stat(path.join(image, folder)).catch(() => undefined);
  await makeFolder(path.join(files, folder), below ? below.mode & 0o7777 : 0o755);
}

async function makeFolder(folder: string, mode: number): Promise<void> {
  await mkdir(folder, { recursive: true });
  await chmod(folder, mode);
}

export async function deleteVolume(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true });
}

/**
 * The way to Debian's packages, as an apt setting that only the stage knows of. Assumption: no security group
 * forbids it; on Scaleway apt would need outbound port 80 instead.
 */
export function aptProxySetting(host: string, port: number): VolumeFile {
  const proxy = `http://${host}:${port}`;
  return {
    path: 'etc/apt/apt.conf.d/90stage',
    text: `Acquire::http::Proxy "${proxy}";\nAcquire::https::Proxy "${proxy}";\n`,
  };
}

/** Keeps sshd from starting: the condition of Debian's unit. Nobody logs in to a node of a cluster. */
export const withoutSshd: VolumeFile = { path: 'etc/ssh/sshd_not_to_be_run', text: '' };
