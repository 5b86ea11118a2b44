import { join } from 'node:path';

import { nodeLayers } from '@wescale/real-servers';

import type { BoardProgram } from '../images/board-program.ts';

/** grafana-community/helm-charts charts/loki/values.yaml, `loki.image`; the user as `loki.podSecurityContext` runs it. */
export const lokiImage: BoardProgram = {
  repository: 'grafana/loki',
  tag: '3.7.6',
  main: join(import.meta.dirname, 'main.ts'),
  layers: nodeLayers,
  user: '10001:10001',
};
