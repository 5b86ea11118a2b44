import type { DesiredRelease } from '@wescale/helm-release';
import type { BoardReleaseOptions } from './board-release.ts';
import { certManagerRelease } from './cert-manager-release.ts';
import { ingressRelease } from './ingress-release.ts';
import { loggingOperatorRelease, lokiRelease } from './logging-releases.ts';
import { grafanaRelease, prometheusRelease } from './monitoring-releases.ts';

/** Every release of a board, in the order in which they are made. */
export const boardReleases = (options: BoardReleaseOptions): DesiredRelease[] =>
  [
    ...[ingressRelease, certManagerRelease],
    ...[lokiRelease, loggingOperatorRelease, prometheusRelease, grafanaRelease],
  ].map((release) => release(options));
