import { createHash } from 'node:crypto';
import { ResourceConflictError } from '../errors.ts';
import { findPath } from '../read/probe-paths.ts';
import { quote } from '../shell/quote.ts';
import { unifiedDiff } from '../plan/unified-diff.ts';
import { describeAccess, findAccessMistake, type PathAccess } from './path-access.ts';
import { findPathMistake } from './path-name.ts';
import type { ResourceKind } from './resource-kind.ts';

/** A file with exactly this content. Its folder must exist. */
export interface FileResource extends PathAccess {
  kind: 'file';
  path: string;
  /** Text or bytes; see `renderTemplate` for texts with values filled in. */
  content: string | Uint8Array;
  /**
   * Shell command that must succeed before the new content takes the old one's place; `"$1"` is the file to look at,
   * which lies in the same folder with its final owner and mode. For example `visudo -cf "$1"`.
   */
  validate?: string;
  /** The content is never shown nor brought here: a plan says only that it changes. @default false */
  sensitive?: boolean;
}

export const fileKind: ResourceKind<FileResource> = {
  name: ({ path }) => path,
  findMistake: (file) => findPathMistake(file.path) ?? findAccessMistake(file),
  paths: (file) => [{ path: file.path, sha256: hash(file.content), isShown: !file.sensitive }],

  diff(file, facts) {
    const { path } = file;
    const now = findPath(facts, path);
    const wanted = Buffer.from(file.content);
    const shown = (before?: Buffer): { diff?: string } =>
      file.sensitive ? {} : { diff: unifiedDiff(path, before, wanted) };
    if (!now) return { action: 'create', summary: `Create ${path}`, reason: 'it does not exist', ...shown() };
    if (now.type === 'directory') throw new ResourceConflictError(`file:${path}`, 'a folder is in its place');
    if (now.type !== 'file')
      return {
        action: 'update',
        summary: `Replace what is at ${path} by a file`,
        reason: now.type === 'link' ? `it is a link to ${now.target}` : `it is not a file (${now.type})`,
        ...shown(),
      };
    const access = describeAccess(file, now, 0o644);
    if (now.sha256 !== hash(file.content)) {
      const isTooBig = !file.sensitive && !now.content;
      return {
        action: 'update',
        summary: `Update ${path}`,
        reason: ['content changes', ...access].join('; '),
        ...(isTooBig ? { diff: 'content differs and is too large to show' } : shown(now.content)),
      };
    }
    if (access.length === 0) return undefined;
    return { action: 'update', summary: `Change access to ${path}`, reason: access.join('; ') };
  },

  apply(file) {
    const { path, owner = 'root', group = 'root', mode = 0o644 } = file;
    const base64 = Buffer.from(file.content).toString('base64').replace(/.{76}/g, '$&\n');
    const access = `${quote(`${owner}:${group}`)} ${mode.toString(8)}`;
    return `put_file ${quote(path)} ${access} ${quote(file.validate ?? '')} <<'CONTENT'\n${base64}\nCONTENT`;
  },
};

function hash(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}
