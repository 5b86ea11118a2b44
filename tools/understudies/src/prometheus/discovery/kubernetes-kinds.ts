import type { KubernetesObject } from '../../kubernetes/kubernetes-object.ts';
import type { WatchedKinds } from '../../kubernetes/watch-kinds.ts';

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

/** All that is watched of a cluster. */
export interface ClusterKinds {
  nodes: Node;
  pods: Pod;
  services: KubernetesObject;
  endpoints: Endpoints;
}

export type ClusterObjects = WatchedKinds<ClusterKinds>['objects'];
