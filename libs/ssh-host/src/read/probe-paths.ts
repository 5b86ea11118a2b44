import { quote } from '../shell/quote.ts';
import { factKey, findFact, type HostFacts } from './host-facts.ts';

/** A question about one path of the host. */
export interface PathQuery {
  path: string;
  /** Hash of the content it should have; its real content is hashed only when this is given. */
  sha256?: string;
  /** Whether a content that differs may be brought here, for a diff. */
  isShown?: boolean;
}

/** What is at a path: a file, folder, link or something else. */
export interface PathState {
  type: 'file' | 'directory' | 'link' | 'other';
  /** Permission bits. */
  mode: number;
  /** Names, or numbers where the host knows no name. */
  owner: string;
  group: string;
  uid: string;
  gid: string;
  /** Where a link leads, as written in it. */
  target: string;
  /** Of a file that was asked for its content. */
  sha256?: string;
  /** Content of a file that differs, up to 256 KiB. */
  content?: Buffer;
}

/** Shell function behind {@link probePaths}: hashes the given files, and shows what is not as expected. */
export const hashFilesFunction: string = String.raw`hash_files() {
  [ $# -gt 0 ] || return 0
  sha256sum -z -- "$@" 2>/dev/null | tr '\0' '\n' | while IFS= read -r line; do
    path=${'$'}{line#*  }
    printf 'fact=hash\tname=%s\tsha256=%s\n' "$path" "${'$'}{line%%  *}"
    case $expected in *"$nl$line$nl"*) continue ;; esac
    case $shown in *"$nl$path$nl"*) ;; *) continue ;; esac
    [ "$(wc -c <"$path")" -le 262144 ] || continue
    printf 'fact=content\tname=%s\tbase64=%s\n' "$path" "$(base64 -w0 <"$path")"
  done
}`;

/** Shell that answers all queries with a handful of programs, however many queries there are. */
export function probePaths(queries: readonly PathQuery[]): string {
  if (queries.length === 0) return '';
  const paths = unique(queries.map(({ path }) => path));
  const format = [
    'fact=path',
    'name=%p',
    'type=%y',
    'mode=%m',
    'owner=%u',
    'group=%g',
    'uid=%U',
    'gid=%G',
    'target=%l',
  ];
  const stat = `find ${paths.map(quote).join(' ')} -maxdepth 0 -printf '${format.join(String.raw`\t`)}\\n' 2>/dev/null`;
  const hashed = queries.filter(({ sha256 }) => sha256 !== undefined);
  if (hashed.length === 0) return stat;
  const lines = (texts: string[]): string => quote(`\n${texts.join('\n')}\n`);
  return [
    stat,
    `expected=${lines(hashed.map(({ path, sha256 }) => `${sha256 ?? ''}  ${path}`))}`,
    `shown=${lines(hashed.filter(({ isShown }) => isShown).map(({ path }) => path))}`,
    'set --',
    // A link is looked at as a link; hashing a pipe or a device could take for ever.
    `for path in ${unique(hashed.map(({ path }) => path))
      .map(quote)
      .join(' ')}; do [ -f "$path" ] && [ ! -L "$path" ] && set -- "$@" "$path"; done`,
    'hash_files "$@"',
  ].join('\n');
}

/** What the probe saw at a path; `undefined` when nothing is there. */
export function findPath(facts: HostFacts, path: string): PathState | undefined {
  const seen = findFact(facts, 'path', path);
  if (!seen) return undefined;
  const sha256 = findFact(facts, 'hash', path)?.['sha256'];
  const content = findFact(facts, 'content', path)?.['base64'];
  return {
    type: types[seen['type'] ?? ''] ?? 'other',
    mode: Number.parseInt(seen['mode'] ?? '0', 8),
    owner: seen['owner'] ?? '',
    group: seen['group'] ?? '',
    uid: seen['uid'] ?? '',
    gid: seen['gid'] ?? '',
    target: seen['target'] ?? '',
    ...(sha256 !== undefined && { sha256 }),
    ...(content !== undefined && { content: Buffer.from(content, 'base64') }),
  };
}

/** The facts about a path that a plan relies on; its content is covered by the hash. */
export function pathGuards(query: PathQuery): string[] {
  return [factKey('path', query.path), ...(query.sha256 === undefined ? [] : [factKey('hash', query.path)])];
}

const types: Readonly<Record<string, PathState['type']>> = { f: 'file', d: 'directory', l: 'link' };

function unique(texts: string[]): string[] {
  return [...new Set(texts)];
}
