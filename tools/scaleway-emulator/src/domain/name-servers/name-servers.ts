import { Queues } from '../../clock/queues.ts';
import type { DnsDriver, ServedZone } from './dns-driver.ts';

/** Calls the driver, one operation at a time for each zone. */
export class NameServers {
  readonly #driver: DnsDriver;
  readonly #queues = new Queues();

  constructor(driver: DnsDriver) {
    this.#driver = driver;
  }

  /** @param zone - read when its turn comes, so that it is served as it then is */
  setZone(name: string, zone: () => ServedZone): Promise<void> {
    return this.#queues.run(name, () => this.#driver.setZone(zone()));
  }

  removeZone(name: string): Promise<void> {
    return this.#queues.run(name, () => this.#driver.removeZone(name));
  }

  /** Waits for every operation that was asked for. */
  settle(): Promise<void> {
    return this.#queues.settle();
  }
}
