import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { ChartPin } from '@wescale/helm-release';
import type { Configuration } from '../configuration/read-configuration.ts';

/** The file with the charts' digests is no such file. */
export class ChartPinsError extends Error {
  readonly code = 'chart-pins';
}

/**
 * Digests of charts as they were when they were first fetched, kept beside the environment's file and meant to be
 * committed: later runs fetch nothing for a release that needs no change, and refuse another content under the same
 * version. The stage keeps none, since its charts change with the checkout.
 */
export interface ChartPins {
  read(): Promise<ChartPin[]>;
  /** Adds what a plan has found. */
  add(found: readonly ChartPin[]): Promise<void>;
}

const pins = z.array(
  z.strictObject({
    repository: z.string(),
    chart: z.string(),
    version: z.string(),
    sha256: z.string().regex(/^[0-9a-f]{64}$/),
  }),
);

export function chartPins({ directory, environment, environmentName }: Configuration): ChartPins {
  if (environment.provider === 'stage') return { read: async () => [], add: async () => {} };
  const name = `environments/${environmentName}.charts.json`;
  const path = join(directory, name);
  const read = async (): Promise<ChartPin[]> => {
    const text = await readFile(path, 'utf8').catch((error: unknown) => {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '[]';
      throw error;
    });
    try {
      return pins.parse(JSON.parse(text));
    } catch (cause) {
      throw new ChartPinsError(
        `${name} is no list of charts with their digests; take it from your repository again, or remove it`,
        { cause },
      );
    }
  };
  return {
    read,
    async add(found) {
      const kept = await read();
      const isKept = (pin: ChartPin) =>
        kept.some(
          (one) =>
            one.repository === pin.repository && one.chart === pin.chart && one.version === pin.version,
        );
      const added = found
        .filter((pin) => !isKept(pin))
        .map(({ repository, chart, version, sha256 }) => ({ repository, chart, version, sha256 }));
      if (added.length === 0) return;
      const all = [...kept, ...added].toSorted((a, b) => a.chart.localeCompare(b.chart));
      // Written beside and renamed: a kill leaves the old file or the new one.
      await writeFile(`${path}.new`, `${JSON.stringify(all, null, 2)}\n`);
      await rename(`${path}.new`, path);
    },
  };
}
