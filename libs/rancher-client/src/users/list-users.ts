import { listAll, type ListOptions } from '../client/list.ts';
import type { RancherClient } from '../client/rancher-client.ts';
import type { User } from './who-am-i.ts';

/** Users that may be seen: all of them, or those of a name. */
export function listUsers(
  rancher: RancherClient,
  { username, ...options }: ListOptions & { username?: string } = {},
): Promise<User[]> {
  const query = { username };
  return listAll<User>(rancher, { task: 'list the users', path: ['v3', 'users'], query }, options);
}
