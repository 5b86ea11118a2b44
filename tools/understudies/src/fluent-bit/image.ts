import { join } from 'node:path';

import { nodeLayers } from '@wescale/real-servers';

import type { BoardProgram } from '../images/board-program.ts';

/** What operator 6.7.0 asks for: kube-logging/logging-operator, notes of the release 6.7.0, "New or updated images". */
export const fluentBitImage: BoardProgram = {
  repository: 'fluent/fluent-bit',
  tag: '5.0.5',
  main: join(import.meta.dirname, 'main.ts'),
  layers: nodeLayers,
};
