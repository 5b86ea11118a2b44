import type { KubernetesObject } from '../../kubernetes/kubernetes-object.ts';
import type { ClusterObjects, EndpointAddress, Endpoints, Node, Pod } from './kubernetes-kinds.ts';

/** As Prometheus reads it from a file (its documentation, "file_sd_config"). */
export interface TargetGroup {
  targets: string[];
  labels: Record<string, string>;
}

/** What of a cluster is found (Prometheus' documentation, "kubernetes_sd_config"). */
export const discoveryRoles = ['node', 'pod', 'endpoints'] as const;
export type DiscoveryRole = (typeof discoveryRoles)[number];

export function isDiscoveryRole(role: unknown): role is DiscoveryRole {
  return discoveryRoles.some((one) => one === role);
}

/** Targets of one role with the labels that relabelling works on, always in the same order. */
export function findTargets(role: DiscoveryRole, cluster: ClusterObjects): TargetGroup[] {
  const found = {
    node: () => [...cluster.nodes.values()].flatMap(nodeTargets),
    pod: () => [...cluster.pods.values()].flatMap(podTargets),
    endpoints: () => [...cluster.endpoints.values()].flatMap((one) => endpointsTargets(one, cluster)),
  }[role]();
  return found.toSorted((a, b) => (orderOf(a) < orderOf(b) ? -1 : 1));
}

const orderOf = ({ targets, labels }: TargetGroup): string => JSON.stringify([targets, labels]);

function nodeTargets(node: Node): TargetGroup[] {
  const addresses = node.status?.addresses ?? [];
  const address = addresses.find(({ type }) => type === 'InternalIP')?.address;
  if (address === undefined) return [];
  const { name } = node.metadata;
  const labels = { instance: name, __meta_kubernetes_node_name: name, ...metadataLabels('node', node) };
  return [{ targets: [`${address}:10250`], labels }];
}

function podTargets(pod: Pod): TargetGroup[] {
  const address = pod.status?.podIP;
  if (address === undefined || address === '') return [];
  return (pod.spec?.containers ?? []).flatMap(({ name, ports = [] }) => {
    const container = { ...podLabels(pod), __meta_kubernetes_pod_container_name: name };
    // A container without ports is a target all the same, by its address alone.
    if (ports.length === 0) return [{ targets: [address], labels: container }];
    return ports.map((port) => ({
      targets: [`${address}:${port.containerPort}`],
      labels: {
        ...container,
        __meta_kubernetes_pod_container_port_name: port.name ?? '',
        __meta_kubernetes_pod_container_port_number: String(port.containerPort),
      },
    }));
  });
}

function endpointsTargets(endpoints: Endpoints, { services, pods }: ClusterObjects): TargetGroup[] {
  const { name, namespace = '' } = endpoints.metadata;
  const service = services.get(`${namespace}/${name}`);
  const shared = {
    __meta_kubernetes_namespace: namespace,
    __meta_kubernetes_endpoints_name: name,
    ...(service === undefined
      ? {}
      : { __meta_kubernetes_service_name: name, ...metadataLabels('service', service) }),
  };
  const targetOf = (
    { ip, targetRef }: EndpointAddress,
    port: { name?: string; port: number; protocol?: string },
    isReady: boolean,
  ): TargetGroup => {
    const pod =
      targetRef?.kind === 'Pod'
        ? pods.get(`${targetRef.namespace ?? namespace}/${targetRef.name ?? ''}`)
        : undefined;
    const labels = {
      ...shared,
      ...(pod === undefined ? {} : podLabels(pod)),
      __meta_kubernetes_endpoint_port_name: port.name ?? '',
      __meta_kubernetes_endpoint_port_protocol: port.protocol ?? 'TCP',
      __meta_kubernetes_endpoint_ready: String(isReady),
    };
    return { targets: [`${ip}:${port.port}`], labels };
  };
  return (endpoints.subsets ?? []).flatMap(({ addresses = [], notReadyAddresses = [], ports = [] }) =>
    ports.flatMap((port) => [
      ...addresses.map((address) => targetOf(address, port, true)),
      ...notReadyAddresses.map((address) => targetOf(address, port, false)),
    ]),
  );
}

function podLabels(pod: Pod): Record<string, string> {
  const ready = pod.status?.conditions?.find(({ type }) => type === 'Ready')?.status ?? 'unknown';
  return {
    __meta_kubernetes_namespace: pod.metadata.namespace ?? '',
    __meta_kubernetes_pod_name: pod.metadata.name,
    __meta_kubernetes_pod_ip: pod.status?.podIP ?? '',
    __meta_kubernetes_pod_phase: pod.status?.phase ?? '',
    __meta_kubernetes_pod_ready: ready.toLowerCase(),
    __meta_kubernetes_pod_node_name: pod.spec?.nodeName ?? '',
    ...metadataLabels('pod', pod),
  };
}

/** Labels and annotations of an object, with a name that a label of Prometheus may have. */
function metadataLabels(kind: string, { metadata }: KubernetesObject): Record<string, string> {
  const named = (what: string, all: Readonly<Record<string, string>> = {}): [string, string][] =>
    Object.entries(all).map(([key, value]) => [
      `__meta_kubernetes_${kind}_${what}_${key.replaceAll(/[^a-zA-Z0-9_]/g, '_')}`,
      value,
    ]);
  return Object.fromEntries([
    ...named('label', metadata.labels),
    ...named('annotation', metadata.annotations),
  ]);
}
