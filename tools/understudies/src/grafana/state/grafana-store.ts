import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';

import type { GrafanaState } from './grafana-state.ts';

/** Where the state is kept for longer than the process. */
export interface GrafanaStore {
  read(): GrafanaState | undefined;
  /** On the disk when it returns. */
  write(state: GrafanaState): void;
}

export function memoryStore(): GrafanaStore {
  let kept: string | undefined;
  return {
    read: () => (kept === undefined ? undefined : (JSON.parse(kept) as GrafanaState)),
    write: (state) => {
      kept = JSON.stringify(state);
    },
  };
}

/** A file in the folder of the volume, in the place of the real one's `grafana.db`. */
export function folderStore(folder: string): GrafanaStore {
  const file = join(folder, 'grafana-understudy.json');
  return {
    read: () => (existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as GrafanaState) : undefined),
    write: (state) => {
      mkdirSync(folder, { recursive: true });
      // It has hashes of secrets.
      const draft = openSync(`${file}.draft`, 'w', 0o600);
      writeSync(draft, JSON.stringify(state));
      fsyncSync(draft);
      closeSync(draft);
      renameSync(`${file}.draft`, file);
    },
  };
}
