import { accessSync, constants, statSync } from 'node:fs';
import { join } from 'node:path';

/** Programs of others that hunt runs. */
export interface Programs {
  /** Path; the mere name where there is none to be found. */
  helm: string;
  /** What helm gets of our environment: the way through a proxy, where there is one. */
  environment?: Readonly<Record<string, string>>;
}

/** The path of a program as a shell would find it; its name when there is none. */
export function findProgram(name: string, path: string | undefined): string {
  const candidates = (path ?? '').split(':').map((folder) => join(folder, name));
  return candidates.find(isExecutable) ?? name;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    // A folder passes the same check.
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
