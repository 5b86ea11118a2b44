import type { Helm } from '@wescale/helm-release';
import { waitUntil } from '../run/wait-until.ts';
import { BoardApiError } from './board-api-error.ts';
import { readItems } from './read-api.ts';
import { seeBoard } from './see-board.ts';

interface Pod {
  metadata: {
    name: string;
    namespace: string;
    annotations?: Record<string, string>;
    ownerReferences?: { kind: string }[];
  };
  status?: { phase?: string };
}

export interface DrainOptions {
  signal: AbortSignal;
  progress: (message: string) => void;
  /** @default 300_000 */
  timeoutMs?: number;
}

/**
 * Moves all pods away from nodes, as `kubectl drain --ignore-daemonsets --delete-emptydir-data` does: nothing new comes
 * to them, and each pod is evicted as soon as its disruption budget allows it.
 *
 * @throws VerificationError naming the pods that would not go, BoardApiError when the API refuses to have them moved
 */
export async function drainNodes(
  { request }: Helm,
  nodes: readonly string[],
  { signal, progress, timeoutMs = 300_000 }: DrainOptions,
): Promise<void> {
  for (const node of nodes) {
    const path = `/api/v1/nodes/${node}`;
    const headers = { 'Content-Type': 'application/merge-patch+json' };
    const body = JSON.stringify({ spec: { unschedulable: true } });
    const { status } = await request({ method: 'PATCH', path, headers, body, signal });
    // One that is gone is drained.
    if (status !== 200 && status !== 404)
      throw new BoardApiError(
        `node ${node} cannot be cordoned: ${status}; ${seeBoard(`describe node ${node}`)}`,
      );
  }
  for (const node of nodes) {
    await waitUntil(
      async () => {
        const pods = await listPods(request, node, signal);
        if (pods.length === 0) return true;
        progress(`moving ${pods.length} pods away from ${node}`);
        for (const pod of pods) await evict(request, pod, signal);
        throw new Error(pods.map(({ metadata: { namespace, name } }) => `${namespace}/${name}`).join(', '));
      },
      {
        signal,
        timeoutMs,
        intervalMs: 1000,
        what: `node ${node} still has pods that would not go`,
        remedy: seeBoard('get poddisruptionbudgets --all-namespaces'),
      },
    );
  }
}

async function listPods(request: Helm['request'], node: string, signal: AbortSignal): Promise<Pod[]> {
  const path = `/api/v1/pods?fieldSelector=spec.nodeName%3D${encodeURIComponent(node)}`;
  return (await readItems<Pod>({ request }, path, signal)).filter(
    ({ metadata, status: state }) =>
      metadata.annotations?.['kubernetes.io/config.mirror'] === undefined &&
      metadata.ownerReferences?.some(({ kind }) => kind === 'DaemonSet') !== true &&
      state?.phase !== 'Succeeded' &&
      state?.phase !== 'Failed',
  );
}

/** 404: it is gone; 429: its disruption budget says not yet. */
async function evict(
  request: Helm['request'],
  { metadata: { namespace, name } }: Pod,
  signal: AbortSignal,
): Promise<void> {
  const path = `/api/v1/namespaces/${namespace}/pods/${name}/eviction`;
  const eviction = { apiVersion: 'policy/v1', kind: 'Eviction', metadata: { name, namespace } };
  const headers = { 'Content-Type': 'application/json' };
  const { status } = await request({ method: 'POST', path, headers, body: JSON.stringify(eviction), signal });
  if (![200, 201, 404, 429].includes(status))
    throw new Error(`pod ${namespace}/${name} cannot be evicted: ${status}`);
}
