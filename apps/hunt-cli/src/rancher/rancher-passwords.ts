import { randomBytes } from 'node:crypto';
import type { SecretStore } from '../secrets/secret-store.ts';

/** Names of Rancher's secrets in the secret store. */
export const rancherSecrets = {
  bootstrap: 'rancher-bootstrap-password',
  admin: 'rancher-admin-password',
  token: 'rancher-token',
} as const;

/** What Rancher's first start is given, and what its administrator's password becomes. */
export interface RancherPasswords {
  bootstrap: string;
  admin: string;
}

/**
 * The passwords, drawn once and kept in the secret store; nobody chooses them. Whoever changes the administrator's in
 * Rancher puts it there by hand, with a line break at its end as editors do.
 */
export async function readOrCreateRancherPasswords(secrets: SecretStore): Promise<RancherPasswords> {
  const draw = () => randomBytes(24).toString('base64url');
  const [bootstrap, admin] = await Promise.all([
    secrets.readOrCreate(rancherSecrets.bootstrap, draw),
    secrets.readOrCreate(rancherSecrets.admin, draw),
  ]);
  return { bootstrap, admin: admin.replace(/\r?\n$/, '') };
}

/** Drops the passwords: the Rancher that knew them is gone. */
export async function forgetRancherPasswords(secrets: SecretStore): Promise<void> {
  await Promise.all(Object.values(rancherSecrets).map((name) => secrets.remove(name)));
}
