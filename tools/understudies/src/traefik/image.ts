import { join } from 'node:path';

import type { BoardProgram } from '../images/board-program.ts';
import { nginxLayers } from '../ingress/nginx-layers.ts';

/** `image.registry` docker.io, `image.repository` traefik and the chart's appVersion: traefik/values.yaml `image`. */
export const traefikImage: BoardProgram = {
  repository: 'library/traefik',
  tag: 'v3.7.11',
  main: join(import.meta.dirname, 'main.ts'),
  layers: nginxLayers,
  user: '65532:65532',
};
