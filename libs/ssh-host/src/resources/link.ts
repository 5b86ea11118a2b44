import { ResourceConflictError } from '../errors.ts';
import { findPath } from '../read/probe-paths.ts';
import { quote } from '../shell/quote.ts';
import { findPathMistake } from './path-name.ts';
import type { ResourceKind } from './resource-kind.ts';

/** A symbolic link. */
export interface LinkResource {
  kind: 'link';
  path: string;
  /** Where it leads, absolute or relative to its folder; need not exist. */
  target: string;
}

export const linkKind: ResourceKind<LinkResource> = {
  name: ({ path }) => path,
  findMistake: ({ path, target }) =>
    findPathMistake(path) ??
    (target === '' || /\p{Cc}/u.test(target)
      ? 'its target must be a path without control characters'
      : undefined),
  paths: ({ path }) => [{ path }],

  diff({ path, target }, facts) {
    const now = findPath(facts, path);
    const summary = `Link ${path} to ${target}`;
    if (!now) return { action: 'create', summary, reason: 'it does not exist' };
    if (now.type === 'directory') throw new ResourceConflictError(`link:${path}`, 'a folder is in its place');
    if (now.type !== 'link') return { action: 'update', summary, reason: `it is a ${now.type}, not a link` };
    if (now.target === target) return undefined;
    return { action: 'update', summary, reason: `it leads to ${now.target}` };
  },

  apply({ path, target }) {
    const temporary = quote(`${path.slice(0, path.lastIndexOf('/'))}/.ssh-host.new`);
    return `rm -f ${temporary}\nln -sT ${quote(target)} ${temporary}\nmv -fT ${temporary} ${quote(path)}`;
  },
};
