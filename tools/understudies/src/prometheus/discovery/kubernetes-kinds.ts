import type { KubernetesObject } from '../../kubernetes/kubernetes-object.ts';

/** What discovery reads of each kind, in the fields of the Kubernetes API v1. */
export interface Node extends KubernetesObject {
  status?: { addresses?: readonly { type: string; address: string }[] };
}

export interface Pod extends KubernetesObject {
  spec?: {
    nodeName?: string;
    containers?: readonly { name: string; ports?: readonly { name?: string; containerPort: number }[] }[];
  };
  status?: {
    podIP?: string;
    phase?: string;
    conditions?: readonly { type: string; status: string }[];
  };
}

export type Service = KubernetesObject;

export interface Endpoints extends KubernetesObject {
  subsets?: readonly {
    addresses?: readonly EndpointAddress[];
    notReadyAddresses?: readonly EndpointAddress[];
    ports?: readonly { name?: string; port: number; protocol?: string }[];
  }[];
}

export interface EndpointAddress {
  ip: string;
  nodeName?: string;
  targetRef?: { kind?: string; name?: string; namespace?: string };
}

/** All that is watched of a cluster, by `namespace/name`. */
export interface ClusterObjects {
  nodes: ReadonlyMap<string, Node>;
  pods: ReadonlyMap<string, Pod>;
  services: ReadonlyMap<string, Service>;
  endpoints: ReadonlyMap<string, Endpoints>;
}
