import { Queues } from '../clock/queues.ts';
import type { MachineDriver, MachineToPowerOn, SecurityGroupState } from './machine-driver.ts';

/** Calls the driver, one operation at a time for each server and volume, and only about what it has made. */
export class Machines {
  readonly #driver: MachineDriver;
  readonly #queues = new Queues();
  readonly #madeServers = new Set<string>();
  readonly #madeVolumes = new Set<string>();

  constructor(driver: MachineDriver) {
    this.#driver = driver;
  }

  createVolume(volume: { id: string; imageLabel: string; sizeBytes: number }): Promise<void> {
    return this.#queues.run(volume.id, async () => {
      await this.#driver.createVolume(volume);
      this.#madeVolumes.add(volume.id);
    });
  }

  deleteVolume(volumeId: string): Promise<void> {
    return this.#queues.run(volumeId, async () => {
      if (this.#madeVolumes.delete(volumeId)) await this.#driver.deleteVolume(volumeId);
    });
  }

  /** Waits for the volume to be made, then starts the machine. */
  powerOn(machine: () => MachineToPowerOn, volumeId: string, signal: AbortSignal): Promise<void> {
    return this.#queues.run(machine().serverId, async () => {
      await this.#queues.last(volumeId);
      signal.throwIfAborted();
      const known = machine();
      this.#madeServers.add(known.serverId);
      await this.#driver.powerOn(known, signal);
    });
  }

  powerOff(serverId: string): Promise<void> {
    return this.#ifMade(serverId, () => this.#driver.powerOff(serverId));
  }

  reboot(serverId: string): Promise<void> {
    return this.#ifMade(serverId, () => this.#driver.reboot(serverId));
  }

  terminate(serverId: string): Promise<void> {
    return this.#ifMade(serverId, async () => {
      await this.#driver.terminate(serverId);
      this.#madeServers.delete(serverId);
    });
  }

  setSecurityGroup(serverId: string, group: () => SecurityGroupState): Promise<void> {
    return this.#ifMade(serverId, () => this.#driver.setSecurityGroup(serverId, group()));
  }

  setAddresses(serverId: string, addresses: () => string[]): Promise<void> {
    return this.#ifMade(serverId, () => this.#driver.setAddresses(serverId, addresses()));
  }

  /** Waits for every operation that was asked for. */
  settle(): Promise<void> {
    return this.#queues.settle();
  }

  #ifMade(serverId: string, operation: () => Promise<void>): Promise<void> {
    return this.#queues.run(serverId, async () => {
      if (this.#madeServers.has(serverId)) await operation();
    });
  }
}
