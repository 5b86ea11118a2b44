import type { KubernetesObject } from '@wescale/understudies';

/** What the stage reads of each kind in a cluster, above all its cloud controller. */
export interface Service extends KubernetesObject {
  spec: {
    type?: string;
    loadBalancerClass?: string;
    loadBalancerIP?: string;
    ports?: readonly { name?: string; protocol?: string; port: number; nodePort?: number }[];
  };
  status?: { loadBalancer?: { ingress?: readonly { ip?: string; hostname?: string }[] } };
}

export interface Node extends KubernetesObject {
  spec: { providerID?: string };
  status?: {
    addresses?: readonly { type: string; address: string }[];
    conditions?: readonly { type: string; status: string }[];
  };
}

export interface Claim extends KubernetesObject {
  spec: {
    storageClassName?: string;
    volumeName?: string;
    volumeMode?: string;
    accessModes?: readonly string[];
    resources?: { requests?: { storage?: string } };
  };
  status?: { phase?: string; capacity?: { storage?: string } };
}

export interface Volume extends KubernetesObject {
  spec: {
    capacity: { storage: string };
    local?: { path: string };
    claimRef?: { namespace: string; name: string; uid?: string };
    persistentVolumeReclaimPolicy?: string;
  };
  status?: { phase?: string };
}

export interface StorageClass extends KubernetesObject {
  provisioner: string;
  reclaimPolicy?: string;
  parameters?: Readonly<Record<string, string>>;
}

export interface Pod extends KubernetesObject {
  spec: {
    nodeName?: string;
    volumes?: readonly { persistentVolumeClaim?: { claimName: string } }[];
  };
  status?: { phase?: string };
}
