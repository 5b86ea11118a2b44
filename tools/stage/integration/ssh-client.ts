import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { SshKeyPair } from '@wescale/stage';
import { createSshKeyPair } from '@wescale/stage';

/** The ssh program with one key of its own, trusting exactly the host key it is told. */
export interface SshClient extends AsyncDisposable {
  publicKey: string;
  run(address: string, hostKey: string, line: string): Promise<string>;
  /** Tries until the machine lets us in. */
  waitFor(address: string, hostKey: string): Promise<void>;
}

export async function createSshClient(): Promise<SshClient> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'stage-ssh-'));
  const key: SshKeyPair = await createSshKeyPair();
  const identity = path.join(folder, 'identity');
  await writeFile(identity, key.privateKey, { mode: 0o600 });

  async function run(address: string, hostKey: string, line: string): Promise<string> {
    const knownHosts = path.join(folder, `known-${address}`);
    await writeFile(knownHosts, `${address} ${hostKey}\n`);
    const { stdout } = await promisify(execFile)('ssh', [
      ...['-F', 'none', '-q', '-i', identity, '-o', 'BatchMode=yes', '-o', 'ConnectTimeout=2'],
      ...['-o', 'ServerAliveInterval=2', '-o', 'ServerAliveCountMax=3'],
      ...['-o', `UserKnownHostsFile=${knownHosts}`, '-o', 'StrictHostKeyChecking=yes'],
      ...[`root@${address}`, line],
    ]);
    return stdout.trim();
  }

  return {
    publicKey: key.publicKey,
    run,
    async waitFor(address, hostKey): Promise<void> {
      for (;;) {
        const isIn = await run(address, hostKey, 'true').then(
          () => true,
          () => false,
        );
        if (isIn) return;
        await sleep(50);
      }
    },
    async [Symbol.asyncDispose](): Promise<void> {
      await rm(folder, { recursive: true, force: true });
    },
  };
}
