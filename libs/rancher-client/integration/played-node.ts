import { setTimeout as pause } from 'node:timers/promises';
import type { BoardRequest } from '@wescale/rancher-client';
import type { RunningKubernetes } from '@wescale/real-servers';
import { startRancherAgent, type RunningRancherAgent } from '@wescale/understudies';
import { connectKubernetes, type KubernetesCall } from './call-kubernetes.ts';

interface Pod {
  metadata: { name: string; deletionTimestamp?: string };
  spec: {
    nodeName?: string;
    containers: { env: { name: string; value?: string }[] }[];
    volumes: { secret?: { secretName: string } }[];
  };
}

/**
 * A node for Rancher's agent, in a control plane that has none: it runs the agent's understudy as each new pod says, keeps
 * what it says as the pod's log, and lets pods go that are deleted.
 */
export interface PlayedNode extends AsyncDisposable {
  /** Looks into the cluster; logs of pods are the node's. */
  board: BoardRequest;
  applyManifest: (manifest: string) => Promise<unknown>;
  /** The agent goes away, and none comes before a new pod does. */
  stopAgent: () => Promise<void>;
}

const nodeName = 'played';
const api = '/api/v1/namespaces/cattle-system';

export async function startPlayedNode(kubernetes: RunningKubernetes): Promise<PlayedNode> {
  const { call, caCertificate } = await connectKubernetes(kubernetes);
  const cluster = { address: new URL(kubernetes.url).host, caCertificate };
  const logs = new Map<string, string>();
  const ending = new AbortController();
  let agent: RunningRancherAgent | undefined;
  const stopAgent = async (): Promise<void> => {
    await agent?.[Symbol.asyncDispose]();
    agent = undefined;
  };
  const patchStatus = (name: string, status: object): Promise<unknown> =>
    call('PATCH', `${api}/pods/${name}/status`, { status });

  const run = async (pod: Pod): Promise<void> => {
    const { name } = pod.metadata;
    const say = (line: string): void => void logs.set(name, `${logs.get(name) ?? ''}${line}\n`);
    say('INFO: starting');
    await stopAgent();
    try {
      agent = await startAgent(pod, call, cluster, say);
      await agent.connected;
      await patchStatus(name, { phase: 'Running' });
    } catch (error) {
      say(error instanceof Error ? error.message : String(error));
      const waiting = { reason: 'CrashLoopBackOff', message: 'back-off restarting failed container' };
      const container = { name: 'cluster-register', image: 'x', imageID: '', ready: false, restartCount: 1 };
      await patchStatus(name, {
        phase: 'Running',
        containerStatuses: [{ ...container, state: { waiting } }],
      });
    }
  };
  const listPods = async (): Promise<Pod[]> =>
    (JSON.parse((await call('GET', `${api}/pods`)).body) as { items: Pod[] }).items;
  const work = async (): Promise<void> => {
    while (!ending.signal.aborted) {
      for (const pod of await listPods()) {
        const { name, deletionTimestamp } = pod.metadata;
        if (deletionTimestamp !== undefined) await call('DELETE', `${api}/pods/${name}?gracePeriodSeconds=0`);
        else if (pod.spec.nodeName === nodeName && !logs.has(name)) await run(pod);
      }
      await pause(50);
    }
  };

  await joinNode(call);
  const working = work();
  // Told when the node is stopped.
  working.catch(() => undefined);
  return {
    board: async ({ method, path }) => {
      const [, pod] = /\/pods\/([^/]+)\/log\?/.exec(path) ?? [];
      if (pod === undefined) return call(method, path);
      return { status: 200, body: path.includes('previous') ? '' : (logs.get(pod) ?? '') };
    },
    stopAgent,
    applyManifest: (manifest) =>
      kubernetes.kubectl(['apply', '--server-side', '--force-conflicts', '--filename', '-'], {
        stdin: manifest,
      }),
    [Symbol.asyncDispose]: async () => {
      await call('DELETE', `/apis/apps/v1/namespaces/cattle-system/deployments/cattle-cluster-agent`);
      await call('DELETE', `${api}/secrets`);
      while ((await listPods()).length > 0) await pause(50);
      ending.abort();
      await working;
      await stopAgent();
    },
  };
}

/** A node of which the scheduler knows that it is ready and has room. */
async function joinNode(call: KubernetesCall): Promise<void> {
  const node = { apiVersion: 'v1', kind: 'Node', metadata: { name: nodeName } };
  await call('POST', '/api/v1/nodes', node);
  const lastHeartbeatTime = new Date().toISOString();
  const status = {
    capacity: { cpu: '4', memory: '8Gi', pods: '110' },
    conditions: [{ type: 'Ready', status: 'True', reason: 'Played', lastHeartbeatTime }],
  };
  await call('PATCH', `/api/v1/nodes/${nodeName}/status`, { status });
}

async function startAgent(
  pod: Pod,
  call: KubernetesCall,
  cluster: { address: string; caCertificate: string },
  say: (line: string) => void,
): Promise<RunningRancherAgent> {
  const variables = pod.spec.containers[0]?.env ?? [];
  const env = Object.fromEntries(variables.map(({ name, value }) => [name, value ?? '']));
  const secretName = pod.spec.volumes.find(({ secret }) => secret !== undefined)?.secret?.secretName;
  const secret = await call('GET', `${api}/secrets/${secretName ?? ''}`);
  const { data } = JSON.parse(secret.body) as { data: { token: string } };
  const issued = await call('POST', `${api}/serviceaccounts/cattle/token`, { spec: {} });
  const { status } = JSON.parse(issued.body) as { status: { token: string } };
  return startRancherAgent({
    server: env['CATTLE_SERVER'] ?? '',
    caChecksum: env['CATTLE_CA_CHECKSUM'] ?? '',
    isStrict: env['STRICT_VERIFY'] === 'true',
    token: Buffer.from(data.token, 'base64').toString(),
    cluster: { ...cluster, token: status.token },
    reconnectAfterMs: 50,
    onLog: (line) => say(`INFO: ${line}`),
  });
}
