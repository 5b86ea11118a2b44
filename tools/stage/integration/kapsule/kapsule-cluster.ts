import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { StageDescription } from '@wescale/stage';
import type { ScalewayApi } from '../scaleway-api.ts';

const run = promisify(execFile);
const patienceMs = 120_000;

export interface KapsuleNode {
  id: string;
  name: string;
  status: string;
  public_ip_v4: string;
  provider_id: string;
}

/** A cluster as a client of the real API would handle it. */
export interface KapsuleCluster extends AsyncDisposable {
  id: string;
  /** Of the API server. */
  hostname: string;
  privateNetworkId: string;
  status(): Promise<string>;
  /** @throws when it is not so for two minutes */
  waitForStatus(status: string): Promise<void>;
  createPool(name: string, size: number): Promise<string>;
  waitForPool(poolId: string, status?: string): Promise<void>;
  deletePool(poolId: string): Promise<void>;
  upgrade(version: string): Promise<void>;
  nodes(): Promise<KapsuleNode[]>;
  /** Its text, as it is downloaded. */
  kubeconfig(): Promise<string>;
  /** What the API's name leads to, in the stage's DNS; empty when it does not exist. */
  lookUpApi(): Promise<string>;
  /** As the administrator, from this host, at the address that the API's name leads to. */
  kubectl(...args: readonly string[]): Promise<string>;
  apply(...objects: readonly object[]): Promise<void>;
  /** Asks until the answer is as wanted. */
  until(args: readonly string[], isWanted: (output: string) => boolean): Promise<string>;
  /** Resolves once it is gone. */
  delete(options: { withAdditionalResources: boolean }): Promise<void>;
}

export async function createKapsuleCluster(
  stage: StageDescription,
  api: ScalewayApi,
  name: string,
  version = '1.36.3',
): Promise<KapsuleCluster> {
  const k8s = `/k8s/v1/regions/${stage.region}`;
  const network = (await api.request('POST', `/vpc/v2/regions/${stage.region}/private-networks`, {
    ...{ name, project_id: stage.projectId },
  })) as { id: string };
  const { id, cluster_url: url } = (await api.request('POST', `${k8s}/clusters`, {
    ...{ name, version, cni: 'cilium', project_id: stage.projectId, private_network_id: network.id },
  })) as { id: string; cluster_url: string };
  const { hostname } = new URL(url);
  const folder = await mkdtemp(path.join(os.tmpdir(), 'kapsule-'));
  const kubeconfigFile = path.join(folder, 'kubeconfig');

  const read = async (at: string): Promise<{ status: string; error_message?: string }> =>
    (await api.request('GET', `${k8s}${at}`)) as { status: string };
  const poll = async (isSo: () => Promise<boolean>, what: () => Promise<string>): Promise<void> => {
    const end = Date.now() + patienceMs;
    while (!(await isSo())) {
      if (Date.now() > end) throw new Error(`not so after ${patienceMs / 1000} s: ${await what()}`);
      await sleep(100);
    }
  };
  const waitFor = (at: string, status: string): Promise<void> =>
    poll(
      async () => (await read(at)).status === status,
      async () => `${at} is ${JSON.stringify(await read(at))}, not ${status}`,
    );
  const waitUntilGone = (at: string): Promise<void> =>
    poll(
      () =>
        read(at).then(
          () => false,
          (error: unknown) => String(error).includes('404'),
        ),
      async () => `${at} is still there`,
    );
  const cluster: KapsuleCluster = {
    ...{ id, hostname, privateNetworkId: network.id },
    status: async () => (await read(`/clusters/${id}`)).status,
    waitForStatus: (status) => waitFor(`/clusters/${id}`, status),
    async createPool(pool, size): Promise<string> {
      const made = (await api.request('POST', `${k8s}/clusters/${id}/pools`, {
        ...{
          name: pool,
          size,
          node_type: 'dev1_m',
          autoscaling: false,
          autohealing: false,
          zone: stage.zone,
        },
      })) as { id: string };
      return made.id;
    },
    waitForPool: (poolId, status = 'ready') => waitFor(`/pools/${poolId}`, status),
    async deletePool(poolId): Promise<void> {
      await api.request('DELETE', `${k8s}/pools/${poolId}`);
      await waitUntilGone(`/pools/${poolId}`);
    },
    async upgrade(to): Promise<void> {
      await api.request('POST', `${k8s}/clusters/${id}/upgrade`, { version: to, upgrade_pools: true });
    },
    nodes: async () =>
      ((await api.request('GET', `${k8s}/clusters/${id}/nodes`)) as { nodes: KapsuleNode[] }).nodes,
    async kubeconfig(): Promise<string> {
      const { content } = (await api.request('GET', `${k8s}/clusters/${id}/kubeconfig`)) as {
        content: string;
      };
      return Buffer.from(content, 'base64').toString();
    },
    lookUpApi: async () => (await run('dig', [`@${stage.resolver}`, hostname, 'A', '+short'])).stdout.trim(),
    async kubectl(...args): Promise<string> {
      await writeFile(kubeconfigFile, await cluster.kubeconfig(), { mode: 0o600 });
      const address = await cluster.lookUpApi();
      const server = [`--server=https://${address}:6443`, `--tls-server-name=${hostname}`];
      return (await run(stage.kubectl, [`--kubeconfig=${kubeconfigFile}`, ...server, ...args])).stdout;
    },
    async apply(...objects): Promise<void> {
      const file = path.join(folder, 'objects.json');
      await writeFile(file, JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects }));
      await cluster.kubectl('apply', '--server-side', `--filename=${file}`);
    },
    async until(args, isWanted): Promise<string> {
      let last = '';
      const ask = async (): Promise<boolean> => {
        try {
          last = await cluster.kubectl(...args);
        } catch (error) {
          last = String(error);
          return false;
        }
        return isWanted(last);
      };
      await poll(ask, async () => {
        const state = await cluster.kubectl('get', 'pods,services,pvc,events', '-A').catch(String);
        return `kubectl ${args.join(' ')} says '${last}'\n${state}`;
      });
      return last;
    },
    async delete({ withAdditionalResources }): Promise<void> {
      const query = `with_additional_resources=${String(withAdditionalResources)}`;
      await api.request('DELETE', `${k8s}/clusters/${id}?${query}`);
      await waitUntilGone(`/clusters/${id}`);
    },
    async [Symbol.asyncDispose](): Promise<void> {
      await rm(folder, { recursive: true, force: true });
    },
  };
  return cluster;
}
