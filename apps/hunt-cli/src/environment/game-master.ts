import { connectHost, HostKeyMismatchError, type HostConnection } from '@wescale/ssh-host';
import { clientKeyName, hostKeyNames, readPublicKey } from '../host-key/host-keys.ts';
import type { SecretStore } from '../secrets/secret-store.ts';

/** The game master's machine over SSH: connected once a run, and only when a step wants it. */
export interface GameMaster {
  /** The connection to this address, pinned to a host key we made ourselves. */
  connect(address: string): Promise<HostConnection>;
  /** Ends the connection; the next `connect` opens a new one. */
  disconnect(): Promise<void>;
}

/** A key that only the secret store has is not there. */
export class KeyMissingError extends Error {
  readonly code = 'key-missing';
}

/**
 * @throws HostKeyMismatchError (of ssh-host) when the machine shows none of our keys: nothing is ever trusted on
 * first use
 */
export function createGameMaster(secrets: SecretStore, signal: AbortSignal): GameMaster {
  let open: Promise<HostConnection> | undefined;
  return {
    connect: (address) => {
      open ??= connectPinned(address, secrets, signal).catch((error: unknown) => {
        open = undefined;
        throw error;
      });
      return open;
    },
    async disconnect() {
      const closing = open;
      open = undefined;
      await (await closing?.catch(() => undefined))?.close();
    },
  };
}

/**
 * The rotated key is tried first; the one handed over by cloud-init is accepted only while it is still kept, which is
 * until the rotation is proven.
 */
async function connectPinned(
  host: string,
  secrets: SecretStore,
  signal: AbortSignal,
): Promise<HostConnection> {
  const privateKey = await secrets.read(clientKeyName);
  if (privateKey === undefined) {
    throw new KeyMissingError(
      `${secrets.path(clientKeyName)} is missing, so ${host} cannot be logged in to; run hunt core`,
    );
  }
  let mismatch: HostKeyMismatchError | undefined;
  for (const name of [hostKeyNames.rotated, hostKeyNames.handedOver]) {
    const hostKey = await readPublicKey(secrets, name);
    if (hostKey === undefined) continue;
    try {
      return await connectHost({ host, privateKey, hostKey, signal });
    } catch (error) {
      if (!(error instanceof HostKeyMismatchError)) throw error;
      mismatch ??= error;
    }
  }
  throw mismatch ?? new KeyMissingError(`no host key is known for ${host}; it was not made from this folder`);
}
