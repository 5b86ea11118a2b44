import { join } from 'node:path';

import { nodeLayers } from '@wescale/real-servers';

import type { BoardProgram } from '../images/board-program.ts';

/** deploy/charts/cert-manager/values.yaml `image.repository`, and the chart's appVersion. */
export const certManagerImage: BoardProgram = {
  repository: 'jetstack/cert-manager-controller',
  tag: 'v1.21.1',
  main: join(import.meta.dirname, 'main.ts'),
  layers: nodeLayers,
  user: '1000:1000',
};
