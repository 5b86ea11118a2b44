import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { StageStartError } from '../errors.ts';
import { recordOwned, runDirectory, writeAtomically } from '../ownership/claim.ts';
import type { DhcpHost } from './dhcp-configuration.ts';
import { formatDhcpConfiguration, formatDhcpHosts, hasMovedAddress } from './dhcp-configuration.ts';

export interface DhcpServer {
  /** Gives these machines their addresses, and no others; one call after the other. */
  setHosts(hosts: readonly DhcpHost[]): Promise<void>;
}

/** Starts dnsmasq in our own network; it dies with us. `onEnd` is told if it ends by itself. */
export async function startDhcpServer(
  stage: string,
  number: number,
  onEnd: (error: Error) => void,
): Promise<DhcpServer> {
  const folder = runDirectory(stage);
  const configurationFile = path.join(folder, 'dhcp.conf');
  const hostsFile = path.join(folder, 'dhcp.hosts');
  const leaseFile = path.join(folder, 'dhcp.leases');
  await writeFile(hostsFile, '');
  await writeFile(configurationFile, formatDhcpConfiguration({ number, hostsFile, leaseFile }));

  const start = async (): Promise<ChildProcess> => {
    const log = openSync(path.join(folder, 'dhcp.log'), 'a');
    const child = spawn(
      'setpriv',
      [
        ...['--pdeathsig', 'KILL', 'dnsmasq', `--conf-file=${configurationFile}`],
        ...['--keep-in-foreground', '--log-facility=-'],
      ],
      { stdio: ['ignore', log, log] },
    );
    closeSync(log);
    child.once('error', onEnd);
    child.once('exit', (code, signal) => {
      if (!isRestarting) onEnd(new StageStartError(`dnsmasq ended with ${code ?? signal ?? 'nothing'}`));
    });
    if (child.pid === undefined) return child;
    recordOwned(stage, child.pid, 'dnsmasq');
    while (child.exitCode === null && child.signalCode === null && !catchesHangUp(child.pid)) await sleep(5);
    return child;
  };

  let isRestarting = false;
  let server = await start();
  const given = new Map<string, string>();
  return {
    async setHosts(hosts): Promise<void> {
      writeAtomically(hostsFile, formatDhcpHosts(hosts));
      const mustForget = hasMovedAddress(given, hosts);
      for (const { address, mac } of hosts) given.set(address, mac);
      if (!mustForget) {
        server.kill('SIGHUP');
        return;
      }
      // It would keep an address for the machine that had it before: only without its leases does it let go.
      isRestarting = true;
      server.kill('SIGKILL');
      await once(server, 'exit');
      isRestarting = false;
      await rm(leaseFile, { force: true });
      server = await start();
    },
  };
}

/** Before it has its handler, the signal that means "read the hosts again" would end it (proc(5), SigCgt). */
function catchesHangUp(pid: number): boolean {
  const caught = /^SigCgt:\s*([0-9a-f]+)$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return caught !== undefined && (BigInt(`0x${caught}`) & 1n) === 1n;
}
