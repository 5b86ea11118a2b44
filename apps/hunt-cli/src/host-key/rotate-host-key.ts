import { connectHost, publicKeyOf, type HostConnection } from '@wescale/ssh-host';
import { waitForConnection } from './wait-for-ssh.ts';
import type { StepContext } from '../steps/step.ts';
import { clientKeyName, hostKeyNames, readOrCreateKey } from './host-keys.ts';

/** sshd refuses the host key it was given. */
export class HostKeyRotationError extends Error {
  readonly code = 'host-key-rotation';
}

const keyFile = '/etc/ssh/ssh_host_ed25519_key';

/**
 * Gives the machine a host key that never lay in user data, and proves it by a new connection. Killed anywhere, the
 * machine shows one of two keys that are both kept, and running this again ends in the same state.
 */
export async function rotateHostKey(address: string, context: StepContext): Promise<void> {
  const { secrets, gameMaster, signal, progress } = context;
  progress('rotating the host key that cloud-init handed over');
  const privateKey = await readOrCreateKey(secrets, hostKeyNames.rotated);
  const hostKey = publicKeyOf(privateKey);
  const connection = await gameMaster.connect(address);
  await connection.write(keyFile, privateKey, { mode: 0o600, signal });
  await connection.write(`${keyFile}.pub`, `${hostKey}\n`, { mode: 0o644, signal });
  await reloadSshd(connection, signal);
  await gameMaster.disconnect();
  const clientKey = await readOrCreateKey(secrets, clientKeyName);
  // sshd starts itself anew to reload, and for a moment nobody listens.
  const connect = () => connectHost({ host: address, privateKey: clientKey, hostKey, signal });
  await using proof = await waitForConnection(address, connect, context);
  await proof.run('true', { signal });
}

/** sshd reads its keys when it reloads; a configuration that does not hold is never loaded. */
async function reloadSshd(connection: HostConnection, signal: AbortSignal): Promise<void> {
  const { exitCode, stderr } = await connection.run('sshd -t && systemctl reload ssh', { signal });
  if (exitCode !== 0) {
    throw new HostKeyRotationError(
      `sshd on ${connection.host} did not take its new host key: ${stderr.trim()}; run hunt core again`,
    );
  }
}
