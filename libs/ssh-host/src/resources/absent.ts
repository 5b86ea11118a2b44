import { findPath } from '../read/probe-paths.ts';
import { quote } from '../shell/quote.ts';
import { findPathMistake } from './path-name.ts';
import type { ResourceKind } from './resource-kind.ts';

/** Nothing at this path. */
export interface AbsentResource {
  kind: 'absent';
  path: string;
  /** Whether a folder may go with all that is in it; otherwise only an empty one is removed. @default false */
  isRecursive?: boolean;
}

export const absentKind: ResourceKind<AbsentResource> = {
  name: ({ path }) => path,
  findMistake: ({ path, isRecursive }) =>
    findPathMistake(path) ??
    (isRecursive && path.split('/').length < 3
      ? 'a top-level folder is never removed with its content'
      : undefined),
  paths: ({ path }) => [{ path }],

  diff({ path, isRecursive }, facts) {
    const now = findPath(facts, path);
    if (!now) return undefined;
    const what = now.type === 'directory' ? `folder ${path}${isRecursive ? ' and all in it' : ''}` : path;
    return { action: 'delete', summary: `Remove ${what}`, reason: 'it exists' };
  },

  apply({ path, isRecursive }) {
    const target = quote(path);
    if (isRecursive) return `rm -rf --one-file-system ${target}`;
    return `if [ -d ${target} ] && [ ! -L ${target} ]; then rmdir ${target}; else rm -f ${target}; fi`;
  },
};
