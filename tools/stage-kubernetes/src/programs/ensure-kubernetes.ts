import { join } from 'node:path';
import { buildGoModule, type OnceOptions } from '@wescale/build-cache';
import { readyMadeFolder, readyMadeProgram } from './ready-made.ts';
import { versionStamp } from './version-stamp.ts';
import { coreDnsVersion, kubernetesVersion } from './versions.ts';

/** Paths of programs. */
export interface KubernetesPrograms {
  /** What they say to be. */
  version: typeof kubernetesVersion;
  /**
   * One program for all: `kube <name> …` is etcd, kube-apiserver, kube-controller-manager, kube-scheduler, kubelet,
   * kube-proxy, kubectl, k3s or pki; so is a link to it that has the name.
   */
  kube: string;
  coredns: string;
}

const projectFolder = join(import.meta.dirname, '../..');

/** The multi-call program that says it is `version`. The modules are the same whatever it says. */
export function buildKube(version: string, options: OnceOptions = {}): Promise<string> {
  const shown = version.slice(1);
  return buildGoModule(
    {
      name: 'kube',
      version,
      directory: join(projectFolder, 'go'),
      linkedValues: versionStamp(version),
      announcement: `building Kubernetes ${shown} from its Go modules (minutes when no module is compiled yet)`,
    },
    options,
  );
}

/** Path of CoreDNS alone, for its image; where it comes from as {@link ensureKubernetes} says. */
export async function ensureCoreDns(options: OnceOptions = {}): Promise<string> {
  const folder = readyMadeFolder();
  if (folder !== undefined) return readyMadeProgram(folder, 'coredns');
  return buildGoModule(
    {
      name: 'coredns',
      version: coreDnsVersion,
      directory: join(projectFolder, 'coredns'),
      announcement: `building CoreDNS ${coreDnsVersion.slice(1)} from its Go modules (about a minute)`,
    },
    options,
  );
}

/**
 * Kubernetes and CoreDNS; built from their Go modules at the first call on a machine, then taken from the user's
 * cache folder. With `HUNT_STAGE_KUBERNETES` set, taken from the folder it names.
 *
 * @throws when Go is not installed or a build fails, with what Go printed
 * @example
 * const { kube } = await ensureKubernetes({ onProgress: console.error });
 * console.log(kube); // run it: kube kubectl version --client
 */
export async function ensureKubernetes(options: OnceOptions = {}): Promise<KubernetesPrograms> {
  const folder = readyMadeFolder();
  const kube =
    folder === undefined
      ? await buildKube(kubernetesVersion, options)
      : await readyMadeProgram(folder, 'kube');
  // One after the other: a build takes all cores.
  return { version: kubernetesVersion, kube, coredns: await ensureCoreDns(options) };
}
