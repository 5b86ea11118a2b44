import type { CallOptions } from '../client/client-options.ts';
import { RequestRefusedError } from '../client/errors.ts';
import type { RancherClient } from '../client/rancher-client.ts';
import { InvalidCallError } from '../errors.ts';
import { login, logout } from '../login/login.ts';
import { updateSetting } from '../settings/settings.ts';
import { changePassword } from '../users/change-password.ts';
import type { SetUpDesired } from './desired.ts';
import type { SetUpChange, SetUpPlan } from './plan-set-up.ts';
import type { SetUpFacts } from './read-set-up.ts';

export interface ApplySetUpOptions extends CallOptions {
  /** Hears of each change before it is made. */
  onChange?: (change: SetUpChange) => void;
}

/** What the first set-up ended with. */
export interface AppliedSetUp {
  /** Signed in, with the wanted password where it was changed. */
  client: RancherClient;
}

/**
 * Makes the changes of a plan, one after the other. Killed at any point, the next `readSetUp` finds what is left.
 *
 * @throws RequestRefusedError with `password-refused`, `permission-denied`, `not-found` for a setting that is not there
 */
export async function applySetUp(
  facts: SetUpFacts,
  { changes }: SetUpPlan,
  desired: SetUpDesired,
  { onChange, ...options }: ApplySetUpOptions = {},
): Promise<AppliedSetUp> {
  let { client } = facts;
  for (const change of changes) {
    client.throwIfAborted(options);
    onChange?.(change);
    if (change.action === 'update-setting') await updateSetting(client, change.name, change.to, options);
    else client = await replacePassword(facts, desired, options);
  }
  return { client };
}

/** The session that goes on is one of the new password: the one before may end with it. */
async function replacePassword(
  { client, username, signedInBy }: SetUpFacts,
  { password, bootstrapPassword }: SetUpDesired,
  options: CallOptions,
): Promise<RancherClient> {
  if (bootstrapPassword === undefined)
    throw new InvalidCallError(
      `Rancher asks for the present password of ${username} before it takes a new one; give the bootstrap password`,
    );
  try {
    await changePassword(
      client,
      { username, currentPassword: bootstrapPassword, newPassword: password },
      options,
    );
  } catch (error) {
    if (!(error instanceof RequestRefusedError) || error.code !== 'not-signed-in') throw error;
    // The change may have ended the session before its answer came.
  }
  const { token } = await login(client, { username, password }, { ...options, description: 'first set-up' });
  // A session of the old password would outlive it.
  if (signedInBy === 'bootstrap-password') await logout(client, options);
  return client.withToken(token);
}
