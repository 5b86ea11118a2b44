import { findPath } from '../read/probe-paths.ts';
import { quote } from '../shell/quote.ts';
import { fileKind, type FileResource } from './file.ts';
import { findNameMistake, findPathMistake } from './path-name.ts';
import type { ResourceKind } from './resource-kind.ts';

/** Exactly these keys may log in as this user: others are removed, so keep the one you come with. */
export interface AuthorizedKeysResource {
  kind: 'authorized-keys';
  user: string;
  /** Lines as in `.pub` files, options in front allowed. */
  keys: string[];
  /** @default '/root' for root, otherwise '/home/<user>' */
  home?: string;
}

export const authorizedKeysKind: ResourceKind<AuthorizedKeysResource> = {
  name: ({ user }) => user,
  findMistake(resource) {
    if (resource.keys.some((key) => /\p{Cc}/u.test(key) || !/\S+ \S+/.test(key)))
      return 'each of its keys must be one line "type base64 comment"';
    return findNameMistake('user', resource.user) ?? findPathMistake(fileOf(resource));
  },
  paths: (resource) => [{ path: folderOf(resource) }, ...(fileKind.paths?.(fileResourceOf(resource)) ?? [])],

  diff(resource, facts, context) {
    const { user, keys } = resource;
    const summary = `Let ${keys.length} keys log in as ${user}`;
    const [folder, file] = [findPath(facts, folderOf(resource)), findPath(facts, fileOf(resource))];
    // The group does not matter to sshd; whatever the file has is good.
    const wanted = { ...fileResourceOf(resource), ...(file && { group: file.group }) };
    const difference = fileKind.diff(wanted, facts, context);
    if (difference) return { ...difference, summary };
    // sshd refuses keys in a folder that others could write to, or of another owner.
    if (folder?.owner === user && folder.mode === 0o700) return undefined;
    return { action: 'update', summary, reason: 'owner or mode of the folder differ' };
  },

  apply(resource) {
    const user = quote(resource.user);
    return `install -d -m 700 -o ${user} -g "$(id -gn ${user})" ${quote(folderOf(resource))}
${fileKind.apply(fileResourceOf(resource))}`;
  },
};

function folderOf({ user, home }: AuthorizedKeysResource): string {
  return `${home ?? (user === 'root' ? '/root' : `/home/${user}`)}/.ssh`;
}

function fileOf(resource: AuthorizedKeysResource): string {
  return `${folderOf(resource)}/authorized_keys`;
}

/** An empty group stands for the user's own. */
function fileResourceOf(resource: AuthorizedKeysResource): FileResource {
  const content = resource.keys.map((key) => `${key.trim()}\n`).join('');
  return { kind: 'file', path: fileOf(resource), content, owner: resource.user, group: '', mode: 0o600 };
}
