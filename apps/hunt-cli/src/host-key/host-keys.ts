import { generateKeyPair, publicKeyOf } from '@wescale/ssh-host';
import { SecretStoreError, type SecretStore } from '../secrets/secret-store.ts';

/**
 * The two host keys of a machine's life. The first travels through user data, which the machine's tenants could read;
 * the second is made after the first connection and only ever travels through SSH.
 */
export const hostKeyNames = { handedOver: 'host-key-handed-over', rotated: 'host-key' } as const;

/** Name of our own key in the secret store. */
export const clientKeyName = 'ssh-key';

/** A private key of this name, made if there is none yet. */
export async function readOrCreateKey(secrets: SecretStore, name: string): Promise<string> {
  const privateKey = await secrets.readOrCreate(name, () => generateKeyPair(name).privateKey);
  publicLine(secrets, name, privateKey);
  return privateKey;
}

/** The public line of a private key that is kept; undefined when there is none. */
export async function readPublicKey(secrets: SecretStore, name: string): Promise<string | undefined> {
  const privateKey = await secrets.read(name);
  return privateKey === undefined ? undefined : publicLine(secrets, name, privateKey);
}

function publicLine(secrets: SecretStore, name: string, privateKey: string): string {
  try {
    return publicKeyOf(privateKey);
  } catch (cause) {
    throw new SecretStoreError(
      `${secrets.path(name)} is damaged, it holds no private key; put it back from a backup, ` +
        'or remove it, run hunt destroy, and start over with hunt core',
      { cause },
    );
  }
}

/** Drops the host keys: the machine they belong to is gone, or is about to be. */
export async function forgetHostKeys(secrets: SecretStore): Promise<void> {
  await Promise.all(Object.values(hostKeyNames).map((name) => secrets.remove(name)));
}
