import type { CallOptions } from '../client/client-options.ts';
import { isNotFound, RequestRefusedError } from '../client/errors.ts';
import { lookBeforeRepeat } from '../client/look-before-repeat.ts';
import type { RancherClient } from '../client/rancher-client.ts';
import { isLoginRefused } from '../login/login.ts';
import { whoAmI } from './who-am-i.ts';

/** A change of one's own password. */
export interface PasswordChange {
  /** @default 'admin' */
  username?: string;
  currentPassword: string;
  newPassword: string;
}

/**
 * Changes the password of the user whose token the client has. Rancher then takes the first login as done.
 *
 * @throws RequestRefusedError with `password-refused` for one that is too short, the user's name or the old one
 */
export async function changePassword(
  rancher: RancherClient,
  { username = 'admin', currentPassword, newPassword }: PasswordChange,
  options: CallOptions = {},
): Promise<void> {
  const { signal } = options;
  const task = `change the password of ${username}`;
  const call = { task, method: 'POST', secrets: [currentPassword, newPassword], signal } as const;
  const send = async (): Promise<true> => {
    try {
      await rancher.json({
        ...call,
        path: ['v3', 'users'],
        query: { action: 'changepassword' },
        body: { currentPassword, newPassword },
      });
    } catch (error) {
      if (!isNotFound(error)) throw asPasswordRefusal(task, error);
      const { id: userID } = await whoAmI(rancher, options);
      const path = ['v1', 'ext.cattle.io.passwordchangerequests'];
      const body = { spec: { userID, currentPassword, newPassword } };
      await rancher.json({ ...call, path, body }).catch((refusal: unknown) => {
        throw asPasswordRefusal(task, refusal);
      });
    }
    return true;
  };
  const look = async (): Promise<true | undefined> =>
    (await isLoginRefused(rancher, { username, password: newPassword }, options)) ? undefined : true;
  await lookBeforeRepeat(rancher, send, look, options);
}

/**
 * Sets another user's password, as an administrator.
 *
 * @throws RequestRefusedError with `password-refused`, `permission-denied`, `not-found`
 */
export async function setPassword(
  rancher: RancherClient,
  userId: string,
  newPassword: string,
  { signal }: CallOptions = {},
): Promise<void> {
  const task = `set the password of ${userId}`;
  try {
    await rancher.json({
      task,
      method: 'POST',
      path: ['v3', 'users', userId],
      query: { action: 'setpassword' },
      body: { newPassword },
      secrets: [newPassword],
      // Setting it twice to the same leaves the same.
      isRepeatable: true,
      signal,
    });
  } catch (error) {
    throw asPasswordRefusal(task, error);
  }
}

function asPasswordRefusal(task: string, error: unknown): unknown {
  const isIt = error instanceof RequestRefusedError && (error.status === 400 || error.status === 422);
  return isIt ? new RequestRefusedError(task, error, 'password-refused', error.body) : error;
}
