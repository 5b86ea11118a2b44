import { rm } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { MachineDriver, MachineToPowerOn, SecurityGroupState } from '@wescale/scaleway-emulator';
import { StageNotFoundError } from '../errors.ts';
import type { DhcpServer } from '../network/dhcp-server.ts';
import type { MachineNames } from '../network/machine-link.ts';
import { layMachineLink, nameMachine, removeMachineLink, routeToMachine } from '../network/machine-link.ts';
import type { ClusterNetworks } from '../network/cluster-networks.ts';
import { applyPacketFilter } from '../network/packet-filter.ts';
import type { Claim } from '../ownership/claim.ts';
import { recordProcess } from '../ownership/process-record.ts';
import type { CommandOptions, CommandResult } from '../run-command.ts';
import type { DebianMirror } from '../packages/apt-sources.ts';
import { removeCgroup } from './cgroups.ts';
import { ensureImage, nodeImageLabel } from './debian-image.ts';
import type { MachineStatus } from './machine-list.ts';
import { writeMachineList } from './machine-list.ts';
import type { RunningMachine } from './machine.ts';
import { bootMachine } from './machine.ts';
import { runInMachine } from './run-in-machine.ts';
import type { Bind, Volume } from './volume.ts';
import {
  aptProxySetting,
  containersFolder,
  createVolume,
  deleteVolume,
  volumeFolder,
  withoutSshd,
} from './volume.ts';

/** How long a machine may take to stop in order before its power is cut. */
const shutdownPatienceMs = 8_000;

interface Machine {
  serverId: string;
  name: string;
  names: MachineNames;
  volume: Volume;
  addresses: readonly string[];
  securityGroup: SecurityGroupState;
  /** Undefined while it is off. */
  running: RunningMachine | undefined;
  /** Whether the API wants it on; a reboot asked for inside is granted only then. */
  isWanted: boolean;
}

/** The machines of a stage, also for who turns some of them into nodes of a cluster. */
export interface StageMachines extends MachineDriver {
  /** Brings DHCP and the packet filter to what is wanted now, one change after the other. */
  applyNetwork(): Promise<void>;
  /** Runs a shell line as root in a machine that is on. @throws StageNotFoundError when it is not */
  run(serverId: string, line: string, options?: CommandOptions): Promise<CommandResult>;
}

export interface StageMachinesOptions {
  claim: Claim;
  mirror: DebianMirror;
  aptProxy: { host: string; port: number };
  dhcp: DhcpServer;
  /** Of the stage, for its packet filter. */
  networks: ClusterNetworks;
  /** What nodes of clusters see besides their own disk. */
  nodeBinds: readonly Bind[];
  onProblem: (message: string) => void;
}

/** Makes real machines of the emulated API's servers: Debian under systemd-nspawn, in the stage's network. */
export async function createStageMachines(options: StageMachinesOptions): Promise<StageMachines> {
  const machines = new Machines(options);
  await machines.applyNetwork();
  return machines;
}

class Machines implements StageMachines {
  readonly #options: StageMachinesOptions;
  readonly #volumes = new Map<string, Volume>();
  readonly #machines = new Map<string, Machine>();
  #networkChange: Promise<void> = Promise.resolve();

  constructor(options: StageMachinesOptions) {
    this.#options = options;
  }

  async createVolume(volume: { id: string; imageLabel: string; sizeBytes: number }): Promise<void> {
    const { claim, mirror, aptProxy } = this.#options;
    const image = await ensureImage(volume.imageLabel, mirror);
    const folder = volumeFolder(claim.name, volume.id);
    const proxy = aptProxySetting(aptProxy.host, aptProxy.port);
    const isNode = volume.imageLabel === nodeImageLabel;
    this.#volumes.set(
      volume.id,
      isNode
        ? await createVolume(
            folder,
            image,
            [proxy, withoutSshd],
            [containersFolder(folder, '/var/lib/containerd'), ...this.#options.nodeBinds],
          )
        : await createVolume(folder, image, [proxy]),
    );
  }

  async deleteVolume(volumeId: string): Promise<void> {
    this.#volumes.delete(volumeId);
    await deleteVolume(volumeFolder(this.#options.claim.name, volumeId));
  }

  async powerOn(server: MachineToPowerOn, signal: AbortSignal): Promise<void> {
    const volume = this.#volumes.get(server.volumeId);
    if (!volume)
      throw new StageNotFoundError(`server ${server.serverId} has no volume ${server.volumeId} here`);
    const machine: Machine = {
      ...server,
      volume,
      names: nameMachine(server.serverId),
      running: undefined,
      isWanted: true,
    };
    this.#machines.set(server.serverId, machine);
    await this.applyNetwork();
    signal.throwIfAborted();
    await this.#boot(machine);
  }

  async powerOff(serverId: string): Promise<void> {
    const machine = this.#find(serverId);
    machine.isWanted = false;
    const { running } = machine;
    running?.requestPowerOff();
    await this.#waitForEnd(running);
  }

  async reboot(serverId: string): Promise<void> {
    const machine = this.#find(serverId);
    const { running } = machine;
    // The machine's own wish to be started again is what `#boot` waits for; here it must not act as well.
    machine.isWanted = false;
    running?.requestReboot();
    await this.#waitForEnd(running);
    machine.isWanted = true;
    await this.#boot(machine);
  }

  /** Assumption: Scaleway cuts the power too; nobody has observed an orderly stop. */
  async terminate(serverId: string): Promise<void> {
    const machine = this.#find(serverId);
    machine.isWanted = false;
    machine.running?.cutPower();
    await machine.running?.ended;
    this.#machines.delete(serverId);
    await removeMachineLink(this.#options.claim.name, machine.names);
    for (const folder of this.#options.claim.cgroups) removeCgroup(path.join(folder, machine.names.short));
    await rm(path.join(machine.volume.folder, 'console.log'), { force: true });
    await this.applyNetwork();
    this.#writeList();
  }

  async setSecurityGroup(serverId: string, group: SecurityGroupState): Promise<void> {
    this.#find(serverId).securityGroup = group;
    await this.applyNetwork();
  }

  async setAddresses(serverId: string, addresses: string[]): Promise<void> {
    const machine = this.#find(serverId);
    machine.addresses = addresses;
    await this.applyNetwork();
    if (machine.running) await routeToMachine(this.#options.claim.name, machine.names, addresses);
    this.#writeList();
  }

  async run(serverId: string, line: string, options: CommandOptions = {}): Promise<CommandResult> {
    const { running } = this.#find(serverId);
    if (!running) throw new StageNotFoundError(`the machine of server ${serverId} is off`);
    return runInMachine(running.leader, line, options);
  }

  async applyNetwork(): Promise<void> {
    const { networks, aptProxy } = this.#options;
    const change = async (): Promise<void> => {
      const machines = [...this.#machines.values()];
      await this.#options.dhcp.setHosts(
        machines.flatMap(({ names, addresses: [address], name }) =>
          address === undefined ? [] : [{ mac: names.mac, address, hostname: name }],
        ),
      );
      await applyPacketFilter(this.#options.claim.name, {
        machines: machines.map((machine) => ({ ...machine, ...machine.names })),
        clusters: [...networks.clusters.values()].map((cluster) => ({
          ...cluster,
          nodeLinks: [...cluster.nodes].flatMap((id) => this.#machines.get(id)?.names.link ?? []),
        })),
        loadBalancers: [...networks.loadBalancers.values()],
        aptProxy,
      });
    };
    this.#networkChange = this.#networkChange.catch(() => undefined).then(change);
    await this.#networkChange;
  }

  async #boot(machine: Machine): Promise<void> {
    const { claim } = this.#options;
    const { names, volume, addresses } = machine;
    await layMachineLink({ stage: claim.name, number: claim.number, names, addresses });
    const running = await bootMachine({ stage: claim.name, names, volume, cgroups: claim.cgroups });
    machine.running = running;
    this.#writeList();
    void running.ended
      .then(async ({ wantsReboot }) => {
        machine.running = undefined;
        this.#writeList();
        if (wantsReboot && machine.isWanted) await this.#boot(machine);
      })
      .catch((error: unknown) => this.#options.onProblem(`server ${machine.serverId}: ${String(error)}`));
  }

  async #waitForEnd(running: RunningMachine | undefined): Promise<void> {
    if (!running) return;
    const timer = new AbortController();
    const patience = sleep(shutdownPatienceMs, undefined, { signal: timer.signal }).then(
      () => running.cutPower(),
      () => undefined,
    );
    await Promise.race([running.ended, patience]);
    timer.abort();
    await running.ended;
  }

  #find(serverId: string): Machine {
    const machine = this.#machines.get(serverId);
    if (!machine) throw new StageNotFoundError(`the stage has no machine for server ${serverId}`);
    return machine;
  }

  #writeList(): void {
    const list = [...this.#machines.values()].map(
      ({ serverId, name, addresses, running, volume }): MachineStatus => ({
        serverId,
        name,
        addresses,
        leader: running ? (recordProcess(running.leader) ?? null) : null,
        console: path.join(volume.folder, 'console.log'),
      }),
    );
    writeMachineList(this.#options.claim.name, list);
  }
}
