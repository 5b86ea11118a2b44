import { join } from 'node:path';

import { playedCharts, type PlayedChart } from './played-charts.ts';

/** A chart of the game board, unpacked. */
export interface PlayedChartFolder extends PlayedChart {
  /** Named like the chart, as Helm asks. */
  folder: string;
}

const charts = join(import.meta.dirname, '../../charts');

/** Charts of the game board, for the stage to pack and to serve under their real repositories. */
export function boardChartFolders(): readonly PlayedChartFolder[] {
  return playedCharts.map((chart) => ({ ...chart, folder: join(charts, chart.name) }));
}
