import type { Rancher } from '../rancher.ts';
import { randomText } from '../state/random-text.ts';
import { hashPassword } from './password-hash.ts';

/**
 * Makes the user `admin` where there is none yet: facts/k3s-rancher.md §3, "2.6→2.15". Later starts leave its password
 * alone, whatever the environment says.
 *
 * @returns the password that was generated because none was given
 */
export async function createAdministrator(
  rancher: Rancher,
  bootstrapPassword: string | undefined,
): Promise<string | undefined> {
  if (rancher.state.users.length > 0) return undefined;
  const isGiven = bootstrapPassword !== undefined && bootstrapPassword !== '';
  const password = isGiven ? bootstrapPassword : randomText(54);
  rancher.state.users.push({
    id: `user-${randomText(5)}`,
    username: 'admin',
    name: 'Default Admin',
    passwordHash: await hashPassword(password),
    mustChangePassword: !isGiven || password === 'admin',
    createdAt: rancher.now().toISOString(),
  });
  return isGiven ? undefined : password;
}
