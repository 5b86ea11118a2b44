import { join } from 'node:path';

import { nodeLayers } from '@wescale/real-servers';

import type { BoardProgram } from '../images/board-program.ts';

/** The operator's version and `-full`: kube-logging/logging-operator pkg/sdk/logging/api/v1beta1/fluentd_types.go, `SetDefaults`. */
export const fluentdImage: BoardProgram = {
  repository: 'kube-logging/logging-operator/fluentd',
  tag: '6.7.0-full',
  main: join(import.meta.dirname, 'main.ts'),
  layers: nodeLayers,
  user: '100:101',
};
