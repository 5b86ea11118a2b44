import { mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { runCommand } from '../run-command.ts';

/** An SSH key pair in OpenSSH's formats. */
export interface SshKeyPair {
  /** One line, `ssh-ed25519 AAAA…`, without a comment. */
  publicKey: string;
  privateKey: string;
}

/** A fresh Ed25519 pair. */
export async function createSshKeyPair(): Promise<SshKeyPair> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'ssh-key-'));
  try {
    const file = path.join(folder, 'key');
    await runCommand('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', '', '-f', file]);
    return {
      publicKey: (await readFile(`${file}.pub`, 'utf8')).trim(),
      privateKey: await readFile(file, 'utf8'),
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
