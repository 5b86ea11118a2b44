import type { KubernetesObject } from '../kubernetes/kubernetes-object.ts';
import type { WatchedKinds } from '../kubernetes/watch-kinds.ts';

/** networking.k8s.io/v1; only what routing reads. */
export interface Ingress extends KubernetesObject {
  spec: {
    ingressClassName?: string;
    defaultBackend?: unknown;
    rules?: readonly IngressRule[];
    tls?: readonly { hosts?: readonly string[]; secretName?: string }[];
  };
  status?: { loadBalancer?: { ingress?: readonly LoadBalancerAddress[] } };
}

export interface IngressRule {
  /** Any host when it is not named. */
  host?: string;
  http?: { paths: readonly IngressPath[] };
}

export interface IngressPath {
  path?: string;
  pathType: 'Prefix' | 'Exact' | 'ImplementationSpecific';
  backend: { service?: { name: string; port?: { name?: string; number?: number } }; resource?: unknown };
}

export interface IngressClass extends KubernetesObject {
  spec: { controller?: string };
}

export interface LoadBalancerAddress {
  ip?: string;
  hostname?: string;
  ports?: unknown;
}

export interface Service extends KubernetesObject {
  spec: {
    type?: string;
    ports?: readonly { name?: string; port: number; targetPort?: number | string }[];
  };
  status?: { loadBalancer?: { ingress?: readonly LoadBalancerAddress[] } };
}

/** discovery.k8s.io/v1. */
export interface EndpointSlice extends KubernetesObject {
  ports?: readonly { name?: string; port?: number }[] | null;
  endpoints?: readonly { addresses: readonly string[]; conditions?: { ready?: boolean } }[] | null;
}

/** `kubernetes.io/tls`, its values in base64. */
export interface TlsSecret extends KubernetesObject {
  type?: string;
  data?: Readonly<Record<string, string>>;
}

/** What routing is made of. */
export interface ClusterKinds {
  ingresses: Ingress;
  classes: IngressClass;
  services: Service;
  slices: EndpointSlice;
  secrets: TlsSecret;
}

export type ClusterState = WatchedKinds<ClusterKinds>['objects'];
