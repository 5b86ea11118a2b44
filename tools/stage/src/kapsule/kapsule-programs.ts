import { copyFile, link, mkdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { dataDirectory } from '../ownership/claim.ts';
import type { SupplyDesk } from '../supplies/supply-desk.ts';

/** Where nodes see the programs: a folder for each version. */
export const nodeProgramsFolder = '/opt/kapsule';

/** The programs that control planes and nodes are made of, in a folder of the stage. */
export interface KapsulePrograms {
  /** Waits for it to be made. @returns its file */
  get(version: string): Promise<string>;
}

export function programsFolder(stage: string): string {
  return path.join(dataDirectory(stage), 'kapsule-programs');
}

/** Each is taken into the stage's folder once: the cache it comes from may let go of it. */
export function createKapsulePrograms(stage: string, desk: SupplyDesk): KapsulePrograms {
  const taken = new Map<string, Promise<string>>();
  const take = async (version: string): Promise<string> => {
    const source = await desk.get(`kapsule ${version}`);
    const folder = path.join(programsFolder(stage), version);
    await mkdir(folder, { recursive: true });
    const file = path.join(folder, 'kapsule');
    const draft = `${file}.new`;
    await rm(draft, { force: true });
    // A link shares the page cache with other stages; another file system has none.
    await link(source, draft).catch(() => copyFile(source, draft));
    await rename(draft, file);
    return file;
  };
  return {
    get(version): Promise<string> {
      const known = taken.get(version);
      if (known !== undefined) return known;
      const file = take(version);
      taken.set(version, file);
      // Who asks again has it tried again.
      file.catch(() => taken.delete(version));
      return file;
    },
  };
}
