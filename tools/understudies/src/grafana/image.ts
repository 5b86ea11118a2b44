import { join } from 'node:path';

import { nodeLayers } from '@wescale/real-servers';

import type { BoardProgram } from '../images/board-program.ts';

/** facts/hosts-helm-charts.md B, grafana 12.11.1 (13.2.0); `charts/grafana/values.yaml@309f281` `image.repository`. */
export const grafanaImage: BoardProgram = {
  repository: 'grafana/grafana',
  tag: '13.2.0',
  main: join(import.meta.dirname, 'main.ts'),
  layers: nodeLayers,
  environment: { UNDERSTUDY_VERSION: '13.2.0' },
  user: '472:472',
};
