import { join } from 'node:path';

import { nodeLayers } from '@wescale/real-servers';

import type { BoardProgram } from '../images/board-program.ts';

/** facts/hosts-helm-charts.md B, logging-operator 6.7.0; the repository as the notes of its releases name it. */
export const loggingOperatorImage: BoardProgram = {
  repository: 'kube-logging/logging-operator',
  tag: '6.7.0',
  main: join(import.meta.dirname, 'main.ts'),
  layers: nodeLayers,
  user: '65532:65532',
};
