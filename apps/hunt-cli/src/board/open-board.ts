import type { Helm } from '@wescale/helm-release';
import { chartPins } from '../kubernetes/chart-pins.ts';
import type { StepContext } from '../steps/step.ts';
import type { BoardReleaseOptions } from './releases/board-release.ts';

export interface OpenBoard {
  helm: Helm;
  /** Of its API. */
  url: string;
  options: BoardReleaseOptions;
}

/** What the steps inside a board work with. */
export async function openBoard(context: StepContext): Promise<OpenBoard> {
  const { configuration, internet, boardClusters, outputsOf } = context;
  const { helm, url } = await boardClusters.open(outputsOf('cluster')['clusterId'] ?? '');
  const pins = await chartPins(configuration).read();
  return { helm, url, options: { hunt: configuration.hunt, internet, pins } };
}
