import { spawn } from 'node:child_process';
import { openSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { StageStartError } from '../errors.ts';
import { recordOwned, runDirectory, writeAtomically } from '../ownership/claim.ts';
import type { DhcpHost } from './dhcp-configuration.ts';
import { formatDhcpConfiguration, formatDhcpHosts } from './dhcp-configuration.ts';

export interface DhcpServer {
  setHosts(hosts: readonly DhcpHost[]): void;
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
  await writeFile(hostsFile, '');
  await writeFile(
    configurationFile,
    formatDhcpConfiguration({ number, hostsFile, leaseFile: path.join(folder, 'dhcp.leases') }),
  );
  const log = openSync(path.join(folder, 'dhcp.log'), 'a');
  const child = spawn(
    'setpriv',
    [
      ...['--pdeathsig', 'KILL', 'dnsmasq', `--conf-file=${configurationFile}`],
      ...['--keep-in-foreground', '--log-facility=-'],
    ],
    { stdio: ['ignore', log, log] },
  );
  child.once('error', onEnd);
  child.once('exit', (code) => {
    onEnd(
      new StageStartError(`dnsmasq ended with ${code ?? 'a signal'}; see ${path.join(folder, 'dhcp.log')}`),
    );
  });
  if (child.pid !== undefined) {
    recordOwned(stage, child.pid, 'dnsmasq');
    while (child.exitCode === null && child.signalCode === null && !catchesHangUp(child.pid)) await sleep(5);
  }
  return {
    setHosts(hosts): void {
      writeAtomically(hostsFile, formatDhcpHosts(hosts));
      child.kill('SIGHUP');
    },
  };
}

/** Before it has its handler, the signal that means "read the hosts again" would end it (proc(5), SigCgt). */
function catchesHangUp(pid: number): boolean {
  const caught = /^SigCgt:\s*([0-9a-f]+)$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return caught !== undefined && (BigInt(`0x${caught}`) & 1n) === 1n;
}
