import type { LoadBalancerFrontend } from '../lb/driver/load-balancer-driver.ts';
import type { World } from '../state/world.ts';
import {
  createClusterLoadBalancer,
  deleteClusterLoadBalancer,
  setClusterLoadBalancer,
} from './cluster-load-balancers.ts';
import {
  attachClusterVolume,
  createClusterVolume,
  deleteClusterVolume,
  detachClusterVolume,
  resizeClusterVolume,
} from './cluster-volumes.ts';

/**
 * What the programs inside a Kapsule cluster do to the account: its cloud controller (load balancers) and its CSI driver
 * (volumes). They call the API with keys of their own, so nothing of it is in the journal and no fault meets it. What
 * they may not do is refused with the API's own answer as error.
 */
export interface EmulatorCloud {
  /** Resolves once it is `ready`; a Service has no address sooner. */
  createLoadBalancer(order: LoadBalancerOrder): Promise<{ id: string; ipId: string; address: string }>;
  /** Replaces all that it forwards. */
  setLoadBalancer(id: string, forwards: { frontends: LoadBalancerFrontend[] }): Promise<void>;
  /**
   * Resolves once it is gone. One that is gone already is no error.
   *
   * @param options - `releaseIp` for an IP that came with it; a reserved one stays (facts/scaleway.md, section 3)
   */
  deleteLoadBalancer(id: string, options: { releaseIp: boolean }): Promise<void>;
  /** Resolves once it is `available`. */
  createVolume(order: VolumeOrder): Promise<{ id: string }>;
  /** Resolves once it is `in_use`; again for the same server is no error. */
  attachVolume(id: string, serverId: string): Promise<void>;
  /** Resolves once it is `available`. */
  detachVolume(id: string): Promise<void>;
  /** Resolves once it has the size. */
  resizeVolume(id: string, sizeBytes: number): Promise<void>;
  /** Resolves once it is gone. One that is gone already is no error. */
  deleteVolume(id: string): Promise<void>;
  /**
   * Told of every volume of a cluster that goes, by whomever; it is `deleting` until the listener has resolved.
   *
   * @returns what ends it
   */
  onVolumeDeleted(listener: (id: string) => Promise<void>): () => void;
}

export interface LoadBalancerOrder {
  clusterId: string;
  /** As the cloud controller calls it, the Service's UID; the cluster's id and `_` come before it. */
  name: string;
  /** Of the Service, for the description. @default the name */
  serviceName?: string;
  /** @default the emulator's */
  zone?: string;
  /** @default 'lb-s' */
  type?: string;
  /** A reserved IP of the Load Balancer API. @default a new one, which is the load balancer's own */
  ipId?: string;
  /** Besides those of the cloud controller. @default none */
  tags?: string[];
}

export interface VolumeOrder {
  clusterId: string;
  /** As the CSI driver calls it, `pvc-` and the claim's UID; the cluster's id and `_` come before it. */
  name: string;
  sizeBytes: number;
  /** @default 5000 */
  perfIops?: 5000 | 15000;
  /** The CSI driver sets none. @default none */
  tags?: string[];
}

export function cloudOf(world: World): EmulatorCloud {
  return {
    createLoadBalancer: (order) => createClusterLoadBalancer(world, order),
    setLoadBalancer: (id, { frontends }) => setClusterLoadBalancer(world, id, frontends),
    deleteLoadBalancer: (id, options) => deleteClusterLoadBalancer(world, id, options),
    createVolume: (order) => createClusterVolume(world, order),
    attachVolume: (id, serverId) => attachClusterVolume(world, id, serverId),
    detachVolume: (id) => detachClusterVolume(world, id),
    resizeVolume: (id, sizeBytes) => resizeClusterVolume(world, id, sizeBytes),
    deleteVolume: (id) => deleteClusterVolume(world, id),
    onVolumeDeleted: (listener) => {
      world.volumeListeners.add(listener);
      return () => world.volumeListeners.delete(listener);
    },
  };
}
