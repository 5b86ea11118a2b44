import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { boardReleases, type BoardRelease } from './board-releases.ts';

/** A chart of the game board, unpacked. */
export interface BoardChart extends BoardRelease {
  /** Named like the chart, as Helm asks. */
  folder: string;
}

const charts = join(import.meta.dirname, '../../charts');

/** Charts of the game board that are there, for the stage to pack and to serve under their real repositories. */
export function boardChartFolders(): readonly BoardChart[] {
  return boardReleases
    .map((release) => ({ ...release, folder: join(charts, release.name) }))
    .filter(({ folder }) => existsSync(join(folder, 'Chart.yaml')));
}
