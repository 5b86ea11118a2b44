/**
 * What forwards connections. The emulator keeps the books; this driver listens on the addresses of load balancers. The
 * default driver remembers nothing and succeeds.
 */
export interface LoadBalancerDriver {
  /** Starts to forward; the load balancer is `ready` no sooner. */
  open(
    loadBalancer: { id: string; address: string },
    frontends: readonly LoadBalancerFrontend[],
  ): Promise<void>;
  /** Replaces everything that is forwarded. */
  set(id: string, frontends: readonly LoadBalancerFrontend[]): Promise<void>;
  /** Stops; nothing answers on the address afterwards. */
  close(id: string): Promise<void>;
}

/** TCP connections to one port of a load balancer, and where they go. */
export interface LoadBalancerFrontend {
  port: number;
  backendPort: number;
  backendAddresses: string[];
}

const done = async (): Promise<void> => {};

/** The driver without load balancers: everything succeeds at once. */
export const noLoadBalancers: LoadBalancerDriver = { open: done, set: done, close: done };
