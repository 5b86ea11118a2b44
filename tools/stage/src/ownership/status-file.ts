import { readFileSync } from 'node:fs';
import path from 'node:path';
import { runDirectory, writeAtomically } from './claim.ts';

/** A list that a stage's process keeps for whoever looks at the stage from outside. */
export interface StatusFile<Item> {
  write(stage: string, items: readonly Item[]): void;
  /** @returns an empty list when there is none */
  read(stage: string): Item[];
}

export function statusFile<Item>(name: string): StatusFile<Item> {
  const file = (stage: string): string => path.join(runDirectory(stage), name);
  return {
    write: (stage, items) => writeAtomically(file(stage), JSON.stringify(items)),
    read: (stage) => {
      try {
        return JSON.parse(readFileSync(file(stage), 'utf8')) as Item[];
      } catch {
        return [];
      }
    },
  };
}
