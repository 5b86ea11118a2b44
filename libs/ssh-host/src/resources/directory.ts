import { ResourceConflictError } from '../errors.ts';
import { findPath } from '../read/probe-paths.ts';
import { quote } from '../shell/quote.ts';
import { describeAccess, findAccessMistake, type PathAccess } from './path-access.ts';
import { findPathMistake } from './path-name.ts';
import type { ResourceKind } from './resource-kind.ts';

/** A folder; what lies in it is not looked at. Missing parents are made with the default access. */
export interface DirectoryResource extends PathAccess {
  kind: 'directory';
  path: string;
}

export const directoryKind: ResourceKind<DirectoryResource> = {
  name: ({ path }) => path,
  findMistake: (directory) => findPathMistake(directory.path) ?? findAccessMistake(directory),
  paths: ({ path }) => [{ path }],

  diff(directory, facts) {
    const { path } = directory;
    const now = findPath(facts, path);
    if (!now) return { action: 'create', summary: `Create folder ${path}`, reason: 'it does not exist' };
    if (now.type !== 'directory')
      throw new ResourceConflictError(`directory:${path}`, `a ${now.type} is in its place`);
    const access = describeAccess(directory, now, 0o755);
    if (access.length === 0) return undefined;
    return { action: 'update', summary: `Change access to folder ${path}`, reason: access.join('; ') };
  },

  apply({ path, owner = 'root', group = 'root', mode = 0o755 }) {
    // Five digits: with fewer, chmod leaves a folder the set-group bit that it inherited (chmod(1)).
    const bits = mode.toString(8).padStart(5, '0');
    const parent = path.slice(0, path.lastIndexOf('/')) || '/';
    return `( umask 022; mkdir -p ${quote(parent)} )
[ -d ${quote(path)} ] || mkdir ${quote(path)}
chown ${quote(`${owner}:${group}`)} ${quote(path)}
chmod ${bits} ${quote(path)}`;
  },
};
