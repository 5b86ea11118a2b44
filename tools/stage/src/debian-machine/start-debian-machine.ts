import { randomBytes, randomUUID } from 'node:crypto';
import { StageStartError } from '../errors.ts';
import type { Downloads } from '../downloads/start-downloads.ts';
import { requireSuitableHost } from '../host/read-host.ts';
import { ensurePackages } from '../host/required-packages.ts';
import { ensureImage } from '../machine/debian-image.ts';
import type { RunningMachine } from '../machine/machine.ts';
import { bootMachine } from '../machine/machine.ts';
import { runInMachine } from '../machine/run-in-machine.ts';
import type { VolumeFile } from '../machine/volume.ts';
import { aptProxySetting, createVolume, volumeFolder } from '../machine/volume.ts';
import { planAddresses } from '../network/address-plan.ts';
import { layMachineLink, nameMachine } from '../network/machine-link.ts';
import { applyPacketFilter } from '../network/packet-filter.ts';
import { createStageNamespace } from '../network/namespace.ts';
import type { Claim } from '../ownership/claim.ts';
import { claimStage } from '../ownership/claim-stage.ts';
import { withLock } from '../ownership/lock.ts';
import { recordProcess } from '../ownership/process-record.ts';
import { removeDeadStages, removeStage } from '../ownership/remove-stage.ts';
import { startAptProxy } from '../packages/apt-proxy.ts';
import { readDebianMirror } from '../packages/apt-sources.ts';
import type { CommandResult } from '../run-command.ts';
import { waitForPort } from '../network/wait-for-port.ts';
import type { SshKeyPair } from './host-key.ts';
import { createSshKeyPair } from './host-key.ts';
import { offerDownloads } from './offer-downloads.ts';

export interface DebianMachineOptions {
  /** May log in as root: an OpenSSH public key, one line. */
  authorizedKey: string;
  /** @default a fresh Ed25519 pair */
  hostKeyPair?: SshKeyPair;
  /** Whether k3s, its images and charts are there for it to fetch; they are made when it asks. @default false */
  hasDownloads?: boolean;
  signal?: AbortSignal;
  onProgress?: (message: string) => void;
}

/** One booted Debian machine in a network of its own, reachable from the host and from nowhere else. */
export interface DebianMachine extends AsyncDisposable {
  /** What it is called in the lists of the host, as a stage is. */
  name: string;
  address: string;
  /** Its only host key, `ssh-ed25519 AAAA…`, known before its first boot. */
  hostKey: string;
  /** Undefined without `hasDownloads`. */
  downloads: Downloads | undefined;
  /** Restarts it in order; resolves when sshd answers again. */
  reboot(): Promise<void>;
  /** Cuts its power; resolves when it is gone. Its disk stays as it was. */
  kill(): Promise<void>;
  /** Boots it again after {@link DebianMachine.kill}; resolves when sshd answers. */
  start(): Promise<void>;
  /** Its files as a folder of the host, until it stops. */
  filesFolder(): string;
  /** Runs a shell line as root inside, past network and sshd, for assertions. */
  run(line: string): Promise<CommandResult>;
}

/**
 * Starts a machine for a test: the stage's Debian image, its own systemd and sshd, keys in place. It boots
 * without cloud-init, which takes a second instead of ten; nothing of Scaleway is played.
 *
 * @throws StageError when this host cannot carry one.
 * @example
 * await using machine = await startDebianMachine({ authorizedKey });
 * await machine.run('systemctl is-system-running --wait');
 */
export async function startDebianMachine(options: DebianMachineOptions): Promise<DebianMachine> {
  await requireSuitableHost({ go: false });
  await ensurePackages(options);
  const mirror = await readDebianMirror(options);
  const image = await ensureImage('debian_bookworm', mirror, options);
  const hostKey = options.hostKeyPair ?? (await createSshKeyPair());
  const claim = await claimMachine();
  const plan = planAddresses(claim.number);
  const address = `198.18.${claim.number}.32`;
  const names = nameMachine(randomUUID());
  const cleaners: (() => Promise<void>)[] = [() => removeMachine(claim)];
  const clean = async (): Promise<void> => {
    for (const cleaner of cleaners.splice(0).reverse()) await cleaner();
  };
  try {
    await createStageNamespace(claim.name, claim.number);
    const proxy = await startAptProxy({ host: plan.hostSide, mirror });
    cleaners.push(async () => proxy[Symbol.asyncDispose]());
    await applyPacketFilter(claim.name, {
      machines: [],
      aptProxy: { host: plan.hostSide, port: proxy.port },
    });
    const volume = await createVolume(volumeFolder(claim.name, names.short), image, [
      ...accessFiles(options.authorizedKey, hostKey),
      ...networkFiles(address, plan.gateway),
      aptProxySetting(plan.hostSide, proxy.port),
    ]);
    const boot = async (): Promise<RunningMachine> => {
      await layMachineLink({ stage: claim.name, number: claim.number, names, addresses: [address] });
      const booted = await bootMachine({ stage: claim.name, names, volume, cgroups: claim.cgroups });
      await waitForPort(address, 22, { what: 'sshd of a Debian machine', signal: options.signal });
      return booted;
    };
    const [booted, downloads] = await Promise.all([
      boot(),
      options.hasDownloads === true ? offerDownloads(claim) : undefined,
    ]);
    let running: RunningMachine | undefined = booted;
    const powered = (): RunningMachine => {
      if (!running) throw new StageStartError('the machine is off; start it first');
      return running;
    };
    return {
      name: claim.name,
      address,
      hostKey: hostKey.publicKey,
      downloads,
      async reboot(): Promise<void> {
        powered().requestReboot();
        await powered().ended;
        running = await boot();
      },
      async kill(): Promise<void> {
        powered().cutPower();
        await powered().ended;
        running = undefined;
      },
      async start(): Promise<void> {
        running ??= await boot();
      },
      filesFolder: () => `/proc/${powered().leader}/root`,
      run: (line) => runInMachine(powered().leader, line),
      async [Symbol.asyncDispose](): Promise<void> {
        running?.cutPower();
        await clean();
      },
    };
  } catch (error) {
    await clean();
    throw error;
  }
}

async function claimMachine(): Promise<Claim> {
  const owner = recordProcess(process.pid);
  if (!owner) throw new StageStartError('this process is not listed in /proc');
  return withLock('host', async () => {
    await removeDeadStages();
    return claimStage('machine', `machine-${randomBytes(4).toString('hex')}`, owner);
  });
}

function removeMachine(claim: Claim): Promise<void> {
  return withLock('host', () => removeStage(claim));
}

function accessFiles(authorizedKey: string, hostKey: SshKeyPair): VolumeFile[] {
  return [
    { path: 'root/.ssh/authorized_keys', text: `${authorizedKey.trim()}\n`, mode: 0o600 },
    { path: 'etc/ssh/ssh_host_ed25519_key', text: hostKey.privateKey, mode: 0o600 },
    { path: 'etc/ssh/ssh_host_ed25519_key.pub', text: `${hostKey.publicKey}\n` },
    { path: 'etc/cloud/cloud-init.disabled', text: '' },
    { path: 'etc/hostname', text: 'debian\n' },
  ];
}

/** As Scaleway's DHCP gives it: a single address, and a gateway that is on the link though outside of it. */
function networkFiles(address: string, gateway: string): VolumeFile[] {
  const text = `[Match]\nName=ens2\n\n[Network]\nAddress=${address}/32\n\n[Route]\nGateway=${gateway}\nGatewayOnLink=yes\n`;
  return [{ path: 'etc/systemd/network/10-ens2.network', text }];
}
