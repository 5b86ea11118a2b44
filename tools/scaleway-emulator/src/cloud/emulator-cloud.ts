import type { FaultBook } from '../faults/fault-book.ts';
import type { LoadBalancerFrontend } from '../lb/driver/load-balancer-driver.ts';
import type { World } from '../state/world.ts';
import {
  createClusterLoadBalancer,
  deleteClusterLoadBalancer,
  findClusterLoadBalancer,
  setClusterLoadBalancer,
} from './cluster-load-balancers.ts';
import {
  attachClusterVolume,
  createClusterVolume,
  deleteClusterVolume,
  detachClusterVolume,
  resizeClusterVolume,
} from './cluster-volumes.ts';
import { meetFault } from './meet-fault.ts';

/**
 * What the programs inside a Kapsule cluster do to the account: its cloud controller (load balancers) and its CSI driver
 * (volumes). They call the API with keys of their own, so nothing of it is in the journal, and only faults of `CLOUD`
 * meet it. What they may not do is refused with the API's own answer as error.
 */
export interface EmulatorCloud {
  /** Resolves once it is `ready`; a Service has no address sooner. */
  createLoadBalancer(order: LoadBalancerOrder): Promise<ClusterLoadBalancer>;
  /** The one of this name, as who has not heard that it was made looks for it; undefined when there is none. */
  findLoadBalancer(
    wanted: Pick<LoadBalancerOrder, 'clusterId' | 'name'>,
  ): Promise<ClusterLoadBalancer | undefined>;
  /** Replaces all that it forwards. */
  setLoadBalancer(id: string, forwards: { frontends: LoadBalancerFrontend[] }): Promise<void>;
  /**
   * Resolves once it is gone. One that is gone already is no error.
   *
   * @param options - `releaseIp` for an IP that came with it; a reserved one stays (facts/scaleway.md, section 3)
   */
  deleteLoadBalancer(id: string, options: { releaseIp: boolean }): Promise<void>;
  /** Resolves once it is `available`. One of this name that is there already is the answer (CSI, `CreateVolume`). */
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

export interface ClusterLoadBalancer {
  id: string;
  ipId: string;
  address: string;
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

export function cloudOf(world: World, faults: FaultBook): EmulatorCloud {
  const meet = <Result>(call: string, effect: () => Promise<Result>): Promise<Result> =>
    meetFault(faults, call, effect);
  return {
    createLoadBalancer: (order) => meet('createLoadBalancer', () => createClusterLoadBalancer(world, order)),
    findLoadBalancer: (wanted) => meet('findLoadBalancer', () => findClusterLoadBalancer(world, wanted)),
    setLoadBalancer: (id, { frontends }) =>
      meet('setLoadBalancer', () => setClusterLoadBalancer(world, id, frontends)),
    deleteLoadBalancer: (id, options) =>
      meet('deleteLoadBalancer', () => deleteClusterLoadBalancer(world, id, options)),
    createVolume: (order) => meet('createVolume', () => createClusterVolume(world, order)),
    attachVolume: (id, serverId) => meet('attachVolume', () => attachClusterVolume(world, id, serverId)),
    detachVolume: (id) => meet('detachVolume', () => detachClusterVolume(world, id)),
    resizeVolume: (id, sizeBytes) => meet('resizeVolume', () => resizeClusterVolume(world, id, sizeBytes)),
    deleteVolume: (id) => meet('deleteVolume', () => deleteClusterVolume(world, id)),
    onVolumeDeleted: (listener) => {
      world.volumeListeners.add(listener);
      return () => world.volumeListeners.delete(listener);
    },
  };
}
