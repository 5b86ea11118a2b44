import type { LoadBalancerFrontend } from '../lb/driver/load-balancer-driver.ts';

export type LoadBalancerStatus = 'to_create' | 'creating' | 'ready' | 'error' | 'to_delete' | 'deleting';

/** A load balancer, of a user or of a Kapsule cluster. */
export interface LoadBalancer {
  id: string;
  name: string;
  description: string;
  tags: string[];
  /** In small letters: `lb-s`. */
  type: string;
  sslCompatibilityLevel: string;
  status: LoadBalancerStatus;
  /** What it runs on; null until it is being created. */
  instance: { id: string; createdAt: Date } | null;
  /** Its address came with it, rather than being reserved before. */
  hasOwnIp: boolean;
  ipId: string;
  /** The one it is attached to; those of Kapsule are in their cluster's. */
  privateNetworkId: string | null;
  frontends: LoadBalancerFrontend[];
  createdAt: Date;
  updatedAt: Date;
}

/** An address for load balancers; not one of the Instance API. */
export interface LoadBalancerIp {
  id: string;
  address: string;
  loadBalancerId: string | null;
  reverse: string;
  tags: string[];
}
