import type { BuiltImage } from '@wescale/real-servers';
import { boardChartFolders } from '@wescale/understudies';
import { makeChartArtifact } from './chart-artifact.ts';
import type { PackedChart } from './pack-chart.ts';
import { packChart } from './pack-chart.ts';

/** Charts of the game board, as they are handed out. */
export interface BoardCharts {
  /** For the registry. */
  artifacts: BuiltImage[];
  /** By the URL of the real repository, for those that are no registries. */
  charts: Map<string, PackedChart[]>;
}

/** Packs the charts of the game board; one that cannot be packed is said, and is not there. */
export async function packBoardCharts(onProblem: (line: string) => void): Promise<BoardCharts> {
  const board: BoardCharts = { artifacts: [], charts: new Map() };
  for (const { name, folder, repository } of boardChartFolders()) {
    try {
      const chart = await packChart(folder);
      const { protocol, pathname } = new URL(repository);
      if (protocol === 'oci:') board.artifacts.push(await makeChartArtifact(chart, pathname.slice(1)));
      else board.charts.set(repository, [...(board.charts.get(repository) ?? []), chart]);
    } catch (error) {
      onProblem(
        `the chart ${name} could not be packed: ${error instanceof Error ? error.message : String(error)}`,
      );
    }
  }
  return board;
}
