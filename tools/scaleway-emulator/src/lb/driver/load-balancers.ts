import { Queues } from '../../clock/queues.ts';
import type { LoadBalancerDriver, LoadBalancerFrontend } from './load-balancer-driver.ts';

/** Calls the driver, one operation at a time for each load balancer, and only about what is open. */
export class LoadBalancers {
  readonly #driver: LoadBalancerDriver;
  readonly #queues = new Queues();
  readonly #open = new Set<string>();

  constructor(driver: LoadBalancerDriver) {
    this.#driver = driver;
  }

  open(
    loadBalancer: { id: string; address: string },
    frontends: () => LoadBalancerFrontend[],
    signal: AbortSignal,
  ): Promise<void> {
    return this.#queues.run(loadBalancer.id, async () => {
      signal.throwIfAborted();
      this.#open.add(loadBalancer.id);
      await this.#driver.open(loadBalancer, frontends());
    });
  }

  set(id: string, frontends: () => LoadBalancerFrontend[]): Promise<void> {
    return this.#queues.run(id, async () => {
      if (this.#open.has(id)) await this.#driver.set(id, frontends());
    });
  }

  close(id: string): Promise<void> {
    return this.#queues.run(id, async () => {
      if (this.#open.delete(id)) await this.#driver.close(id);
    });
  }

  /** Waits for every operation that was asked for. */
  settle(): Promise<void> {
    return this.#queues.settle();
  }
}
