import { setTimeout as sleep } from 'node:timers/promises';
import { askApiServer, deleteObject, mergeObject } from '@wescale/understudies';
import type { ApiServer } from '@wescale/understudies';
import type { Pod } from './cloud-controller/objects.ts';

/** Assumption: Kapsule does not wait for pods that refuse to go; how long it does wait is not known. */
const drainPatienceMs = 15_000;

/**
 * Lets nothing new onto a node, evicts its pods (Kubernetes "API-initiated Eviction"), and takes it out of its cluster.
 *
 * @param stop ends the node's kubelet, which would come back into the cluster otherwise
 */
export async function drainNode(api: ApiServer, name: string, stop: () => Promise<unknown>): Promise<void> {
  const node = `/api/v1/nodes/${name}`;
  const { status } = await askApiServer(api, 'GET', node);
  if (status === 404) return;
  await mergeObject(api, node, { spec: { unschedulable: true } });
  const deadline = Date.now() + drainPatienceMs;
  for (;;) {
    const pods = await listPodsToGo(api, name);
    if (pods.length === 0 || Date.now() > deadline) break;
    await Promise.all(pods.filter(({ metadata }) => metadata.deletionTimestamp === undefined).map(evict));
    await sleep(250);
  }
  await stop();
  await deleteObject(api, node);

  /** One that a disruption budget protects is tried again. */
  async function evict({ metadata }: Pod): Promise<void> {
    const { name: pod, namespace = '' } = metadata;
    await askApiServer(api, 'POST', `/api/v1/namespaces/${namespace}/pods/${pod}/eviction`, {
      apiVersion: 'policy/v1',
      kind: 'Eviction',
      metadata: { name: pod, namespace },
    });
  }
}

/** Neither those that stay with the node, of a DaemonSet or of the kubelet itself, nor those that have ended. */
async function listPodsToGo(api: ApiServer, node: string): Promise<Pod[]> {
  const { body } = await askApiServer(api, 'GET', `/api/v1/pods?fieldSelector=spec.nodeName%3D${node}`);
  return (body as { items: Pod[] }).items.filter(
    ({ metadata, status }) =>
      !['Succeeded', 'Failed'].includes(status?.phase ?? '') &&
      !(metadata.ownerReferences ?? []).some(({ kind }) => kind === 'DaemonSet' || kind === 'Node'),
  );
}
