import type { CallOptions } from '../client/client-options.ts';
import type { RancherClient } from '../client/rancher-client.ts';
import { podPath, type PodName } from './pod-name.ts';

export interface PodLogsOptions extends CallOptions {
  /** The last lines only, 1 or more. @default all that the node has kept */
  tailLines?: number;
  /** What is not older, 1 or more. @default all */
  sinceSeconds?: number;
  /** Of the container before it was started again. @default false */
  isPrevious?: boolean;
}

/**
 * What a container of a pod has written, read through Rancher's proxy and the cluster's agent.
 *
 * @throws RequestRefusedError, `not-found` when there is no such pod
 * @example
 * console.log(await readPodLogs(rancher, 'c-x7k2p', { namespace: 'site', pod: 'web-0' }, { tailLines: 20 }));
 */
export function readPodLogs(
  rancher: RancherClient,
  clusterId: string,
  pod: PodName,
  { tailLines, sinceSeconds, isPrevious, signal }: PodLogsOptions = {},
): Promise<string> {
  return rancher.text({
    task: `read the log of the pod ${pod.namespace}/${pod.pod} in ${clusterId}`,
    method: 'GET',
    path: podPath(clusterId, pod, 'log'),
    query: { container: pod.container, tailLines, sinceSeconds, previous: isPrevious },
    signal,
  });
}
