import { join } from 'node:path';

import type { BoardProgram } from '../images/board-program.ts';
import { nginxLayers } from '../ingress/nginx-layers.ts';

/** charts/ingress-nginx/values.yaml `controller.image`: registry.k8s.io/ingress-nginx/controller. */
export const ingressNginxImage: BoardProgram = {
  repository: 'ingress-nginx/controller',
  tag: 'v1.15.1',
  main: join(import.meta.dirname, 'main.ts'),
  layers: nginxLayers,
  user: '101:101',
};
