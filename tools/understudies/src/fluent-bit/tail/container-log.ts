/** What the name of a file in `/var/log/containers` tells. */
export interface ContainerLog {
  podName: string;
  namespace: string;
  containerName: string;
  containerId: string;
}

const pattern = /^([a-z0-9.-]+)_([a-z0-9-]+)_([a-z0-9-]+)-([0-9a-f]{64})\.log$/;

/** kubelet names them `<pod>_<namespace>_<container>-<id>.log`; another name tells nothing. */
export function parseLogName(name: string): ContainerLog | undefined {
  const [, podName, namespace, containerName, containerId] = pattern.exec(name) ?? [];
  if (
    podName === undefined ||
    namespace === undefined ||
    containerName === undefined ||
    containerId === undefined
  )
    return undefined;
  return { podName, namespace, containerName, containerId };
}
