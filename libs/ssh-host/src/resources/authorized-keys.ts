import { createHash } from 'node:crypto';
import { findPath } from '../read/probe-paths.ts';
import { unifiedDiff } from '../plan/unified-diff.ts';
import { quote } from '../shell/quote.ts';
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
  paths: (resource) => [
    { path: folderOf(resource) },
    { path: fileOf(resource), sha256: hash(contentOf(resource)), isShown: true },
  ],

  diff(resource, facts) {
    const [folder, file] = [findPath(facts, folderOf(resource)), findPath(facts, fileOf(resource))];
    const { user } = resource;
    const content = contentOf(resource);
    const summary = `Let ${resource.keys.length} keys log in as ${user}`;
    if (file?.sha256 !== hash(content))
      return {
        action: file ? 'update' : 'create',
        summary,
        reason: file ? 'other keys are authorized' : 'no key is authorized',
        diff: unifiedDiff(fileOf(resource), file?.content, Buffer.from(content)),
      };
    // sshd refuses keys in files that others could write to, or of another owner.
    const isSafe =
      file.owner === user && file.mode === 0o600 && folder?.owner === user && folder.mode === 0o700;
    if (isSafe) return undefined;
    return { action: 'update', summary, reason: 'owner or mode of the file or its folder differ' };
  },

  apply(resource) {
    const user = quote(resource.user);
    const file = quote(fileOf(resource));
    const base64 = Buffer.from(contentOf(resource)).toString('base64').replace(/.{76}/g, '$&\n');
    return `install -d -m 700 -o ${user} -g "$(id -gn ${user})" ${quote(folderOf(resource))}
put_file ${file} ${quote(`${resource.user}:`)} 600 '' <<'CONTENT'
${base64}
CONTENT`;
  },
};

function folderOf({ user, home }: AuthorizedKeysResource): string {
  return `${home ?? (user === 'root' ? '/root' : `/home/${user}`)}/.ssh`;
}

function fileOf(resource: AuthorizedKeysResource): string {
  return `${folderOf(resource)}/authorized_keys`;
}

function contentOf({ keys }: AuthorizedKeysResource): string {
  return keys.map((key) => `${key.trim()}\n`).join('');
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
