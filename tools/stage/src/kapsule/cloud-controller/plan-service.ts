import type { LoadBalancerFrontend } from '@wescale/scaleway-emulator';
import type { Node, Service } from './objects.ts';

/** Kubernetes "Well-Known Labels, Annotations and Taints". */
export const loadBalancerFinalizer = 'service.kubernetes.io/load-balancer-cleanup';

const prefix = 'service.beta.kubernetes.io/scw-loadbalancer-';

/** Where Scaleway's cloud controller keeps which load balancer a Service has: `fr-par-1/<id>` (its docs, "Annotations"). */
export const idAnnotation: string = `${prefix}id`;

/** What a Service asks for. */
export type WantedLoadBalancer =
  | { kind: 'none' }
  | { kind: 'wanted'; order: LoadBalancerWishes }
  /** It asks for something that nobody here plays; nothing is made of it. */
  | { kind: 'refused'; why: string };

/** What annotations may say of it. */
interface LoadBalancerWishes {
  type?: string;
  zone?: string;
  ipId?: string;
}

export function readService({ metadata, spec }: Service): WantedLoadBalancer {
  if (spec.type !== 'LoadBalancer' || metadata.deletionTimestamp !== undefined) return { kind: 'none' };
  if (spec.loadBalancerClass !== undefined) return { kind: 'none' };
  const refused = (what: string): WantedLoadBalancer => ({
    kind: 'refused',
    why: `the stage's load balancers do not play ${what}`,
  });
  if (spec.loadBalancerIP !== undefined) return refused('spec.loadBalancerIP');
  for (const { protocol = 'TCP' } of spec.ports ?? []) if (protocol !== 'TCP') return refused(protocol);
  const order: LoadBalancerWishes = {};
  for (const [name, value] of Object.entries(metadata.annotations ?? {})) {
    if (!name.startsWith(prefix) || name === idAnnotation) continue;
    if (name === `${prefix}type`) order.type = value.toLowerCase();
    else if (name === `${prefix}zone`) order.zone = value;
    else if (name === `${prefix}ip-ids` && !value.includes(',')) order.ipId = value;
    else return refused(`the annotation ${name}`);
  }
  return { kind: 'wanted', order };
}

/** Every port of a Service leads to its node port on all nodes that are ready. */
export function planFrontends({ spec }: Service, nodes: Iterable<Node>): LoadBalancerFrontend[] {
  const backendAddresses = [...nodes]
    .filter(isReady)
    .flatMap(({ status }) => status?.addresses?.find(({ type }) => type === 'InternalIP')?.address ?? [])
    .toSorted();
  return (spec.ports ?? []).flatMap(({ port, nodePort }) =>
    nodePort === undefined ? [] : [{ port, backendPort: nodePort, backendAddresses }],
  );
}

const isReady = ({ metadata, status }: Node): boolean =>
  metadata.deletionTimestamp === undefined &&
  metadata.labels?.['node.kubernetes.io/exclude-from-external-load-balancers'] === undefined &&
  (status?.conditions ?? []).some((condition) => condition.type === 'Ready' && condition.status === 'True');
