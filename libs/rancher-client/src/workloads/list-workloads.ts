import { listAll, type ListOptions } from '../client/list.ts';
import type { RancherClient } from '../client/rancher-client.ts';
import { fieldOf, textOf } from '../client/wire.ts';

/** What keeps pods running in a cluster. */
export interface Workload {
  kind: 'Deployment' | 'StatefulSet' | 'DaemonSet';
  namespace: string;
  name: string;
  /** Pods that are wanted, and those that are ready. */
  wanted: number;
  ready: number;
}

const types = [
  { kind: 'Deployment', type: 'apps.deployments', wanted: ['spec', 'replicas'], ready: 'readyReplicas' },
  { kind: 'StatefulSet', type: 'apps.statefulsets', wanted: ['spec', 'replicas'], ready: 'readyReplicas' },
  {
    kind: 'DaemonSet',
    type: 'apps.daemonsets',
    wanted: ['status', 'desiredNumberScheduled'],
    ready: 'numberReady',
  },
] as const;

/**
 * Workloads of a cluster, read through Rancher's proxy and the cluster's agent.
 *
 * @throws RequestRefusedError, with status 503 or 404 while its agent is away
 * @example
 * for (const { kind, name, ready, wanted } of await listWorkloads(rancher, 'c-x7k2p')) console.log(kind, name, ready, wanted);
 */
export async function listWorkloads(
  rancher: RancherClient,
  clusterId: string,
  options: ListOptions & { namespace?: string } = {},
): Promise<Workload[]> {
  const { namespace, ...how } = options;
  const lists = await Promise.all(
    types.map(async ({ kind, type, wanted, ready }) => {
      const task = `list the workloads of ${clusterId}`;
      const path = ['k8s', 'clusters', clusterId, 'v1', type];
      const found = await listAll(rancher, { task, path }, how);
      return found.map((item): Workload => ({
        kind,
        namespace: textOf(item, 'metadata', 'namespace') ?? '',
        name: textOf(item, 'metadata', 'name') ?? '',
        wanted: numberOf(fieldOf(item, ...wanted)),
        ready: numberOf(fieldOf(item, 'status', ready)),
      }));
    }),
  );
  return lists.flat().filter((one) => namespace === undefined || one.namespace === namespace);
}

const numberOf = (value: unknown): number => (typeof value === 'number' ? value : 0);
