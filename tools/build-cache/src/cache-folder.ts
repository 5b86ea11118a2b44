import { homedir } from 'node:os';
import { join } from 'node:path';

/** The part of the user's cache folder that holds one kind of thing. */
export function cacheFolder(kind: string): string {
  return join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'abhra-shambhala', kind);
}
