import { join } from 'node:path';

import { nodeLayers } from '@wescale/real-servers';

import type { BoardProgram } from '../images/board-program.ts';
import { debianPrometheus } from './debian-prometheus.ts';

/**
 * Debian's Prometheus under the name of the real image (`charts/prometheus/values.yaml@8935825`
 * `server.image.repository`; its tag is the chart's appVersion), and discovery in Kubernetes, which Debian leaves out.
 */
export const prometheusImage: BoardProgram = {
  repository: 'prometheus/prometheus',
  tag: 'v3.15.0',
  main: join(import.meta.dirname, 'main.ts'),
  layers: async (options) => {
    const { prometheus } = await debianPrometheus(options);
    const files = { 'bin/prometheus': { source: prometheus, mode: 0o755 } };
    return [...(await nodeLayers(options)), { name: 'prometheus', files }];
  },
  user: '65534:65534',
};
