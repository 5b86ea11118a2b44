import type { CallOptions } from '../client/client-options.ts';
import { AnswerNotUnderstoodError, isNotFound } from '../client/errors.ts';
import type { RancherClient } from '../client/rancher-client.ts';
import { fieldOf, isRecord, textOf } from '../client/wire.ts';

/** A user as Rancher writes it. */
export interface User {
  id: string;
  username?: string;
  /** Whether Rancher asks for a new password before anything else. */
  mustChangePassword?: boolean;
  enabled?: boolean;
  [field: string]: unknown;
}

/**
 * The user whose token the client has: by `/v3/users`, or, where that is gone, by the API of 2.13, which knows the id alone.
 *
 * @throws RequestRefusedError with `not-signed-in`
 */
export async function whoAmI(rancher: RancherClient, { signal }: CallOptions = {}): Promise<User> {
  const task = 'ask who is logged in';
  try {
    const answer = await rancher.json({
      task,
      method: 'GET',
      path: ['v3', 'users'],
      query: { me: true },
      signal,
    });
    const user = fieldOf(answer, 'data', 0);
    if (isRecord(user) && textOf(user, 'id') !== undefined) return user as User;
  } catch (error) {
    if (!isNotFound(error)) throw error;
  }
  const path = ['v1', 'ext.cattle.io.selfusers'];
  // Nothing is kept of such a request: it is a question in the form of an object.
  const answer = await rancher.json({ task, method: 'POST', path, body: {}, isRepeatable: true, signal });
  const id = textOf(answer, 'status', 'userID');
  if (id === undefined) throw new AnswerNotUnderstoodError(task, 'the answer names no user');
  return { id };
}
