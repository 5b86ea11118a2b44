import type { ApiServer } from '../../kubernetes/api-server.ts';
import type { KubernetesObject } from '../../kubernetes/kubernetes-object.ts';
import { readObject } from '../../kubernetes/read-objects.ts';
import type { ContainerLog } from '../tail/container-log.ts';

interface Pod extends KubernetesObject {
  spec?: { nodeName?: string };
  status?: {
    podIP?: string;
    containerStatuses?: readonly { name: string; image: string; imageID: string }[];
  };
}

/** What a record gets under `kubernetes`. */
export interface PodMetadata {
  fields: Record<string, unknown>;
  /** The annotation `fluentbit.io/exclude`, which `K8S-Logging.Exclude On` heeds. */
  isExcluded: boolean;
}

/**
 * Metadata of the pod behind a log (docs.fluentbit.io, "Kubernetes filter"), asked of the API once for each container. What
 * cannot be asked is what the file's name tells, and is asked again for the next lines.
 */
export class PodMetadataSource {
  readonly #api: ApiServer | undefined;
  readonly #known = new Map<string, PodMetadata>();

  constructor(api: ApiServer | undefined) {
    this.#api = api;
  }

  async of(log: ContainerLog): Promise<PodMetadata> {
    const known = this.#known.get(log.containerId);
    if (known !== undefined) return known;
    const pod = await this.#readPod(log);
    const metadata = describe(log, pod);
    if (pod !== undefined) this.#known.set(log.containerId, metadata);
    return metadata;
  }

  forget({ containerId }: ContainerLog): void {
    this.#known.delete(containerId);
  }

  async #readPod({ namespace, podName }: ContainerLog): Promise<Pod | undefined> {
    if (this.#api === undefined) return undefined;
    try {
      return await readObject<Pod>(this.#api, `/api/v1/namespaces/${namespace}/pods/${podName}`);
    } catch {
      return undefined;
    }
  }
}

function describe(
  { podName, namespace, containerName, containerId }: ContainerLog,
  pod: Pod | undefined,
): PodMetadata {
  const names = { pod_name: podName, namespace_name: namespace };
  const container = { container_name: containerName, docker_id: containerId };
  if (pod === undefined) return { fields: { ...names, ...container }, isExcluded: false };
  const { uid, labels, annotations } = pod.metadata;
  const status = pod.status?.containerStatuses?.find(({ name }) => name === containerName);
  const fields = {
    ...names,
    ...(uid === undefined ? {} : { pod_id: uid }),
    ...(labels === undefined ? {} : { labels }),
    ...(annotations === undefined ? {} : { annotations }),
    ...(pod.spec?.nodeName === undefined ? {} : { host: pod.spec.nodeName }),
    ...(pod.status?.podIP === undefined ? {} : { pod_ip: pod.status.podIP }),
    ...container,
    ...(status === undefined ? {} : { container_hash: status.imageID, container_image: status.image }),
  };
  return { fields, isExcluded: annotations?.['fluentbit.io/exclude'] === 'true' };
}
