import { rm, rmdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { createHostResolver } from '@wescale/bind9-zone';
import { createHelm, type Helm } from '@wescale/helm-release';
import { readClusterKubeconfig } from '@wescale/scw-infra';
import type { Internet } from '../environment/internet.ts';
import type { Programs } from '../environment/programs.ts';
import type { ScalewayConnection } from '../environment/scaleway-connection.ts';
import { makeKubeconfigFolder } from '../kubernetes/kubeconfig-folder.ts';
import { scalewayClient } from '../scaleway/hunt-infra.ts';
import type { SecretStore } from '../secrets/secret-store.ts';
import { directKubeconfig } from './direct-kubeconfig.ts';

/** The Kubernetes API of one board. */
export interface BoardApi {
  /** Readable by nobody else, and gone with the run. */
  kubeconfig: string;
  /** Where the API answers. */
  url: string;
  helm: Helm;
}

/** The Kubernetes APIs of boards: each is opened once a run, and only when a step wants it. */
export interface BoardClusters {
  /** @param clusterId Scaleway's */
  open(clusterId: string): Promise<BoardApi>;
  close(): Promise<void>;
}

export interface BoardClustersOptions {
  scaleway: ScalewayConnection;
  internet: Internet;
  programs: Programs;
  secrets: SecretStore;
  signal: AbortSignal;
}

export function createBoardClusters(options: BoardClustersOptions): BoardClusters {
  const opened = new Map<string, Promise<BoardApi>>();
  return {
    open(clusterId) {
      const opening = opened.get(clusterId) ?? openBoard(clusterId, options);
      opened.set(clusterId, opening);
      // Who asks again has it tried again.
      opening.catch(() => opened.delete(clusterId));
      return opening;
    },
    async close() {
      const closing = await Promise.allSettled(opened.values());
      opened.clear();
      for (const opening of closing) {
        if (opening.status === 'rejected') continue;
        const { kubeconfig } = opening.value;
        await rm(kubeconfig, { force: true });
        // Not while it holds those of others: the last one takes it along.
        await rmdir(dirname(kubeconfig)).catch(() => undefined);
      }
    },
  };
}

async function openBoard(
  clusterId: string,
  { scaleway, internet, programs, secrets, signal }: BoardClustersOptions,
): Promise<BoardApi> {
  const client = scalewayClient(scaleway, () => undefined);
  const text = await readClusterKubeconfig(client, clusterId, { signal });
  const kubeconfig = join(await makeKubeconfigFolder(secrets.directory), `${clusterId}.yaml`);
  const direct = await directKubeconfig(text, lookUp(internet, signal));
  await writeFile(kubeconfig, direct.text, { mode: 0o600 });
  const homeDirectory = secrets.path('helm');
  return {
    kubeconfig,
    url: direct.server,
    helm: createHelm({ ...programs, kubeconfig, homeDirectory }),
  };
}

/** Undefined where the resolver of this machine knows every name. */
function lookUp({ resolvers }: Internet, signal: AbortSignal) {
  if (resolvers === undefined) return undefined;
  const resolver = createHostResolver({ servers: resolvers });
  return (host: string) => resolver.resolveAddresses(host, signal);
}
