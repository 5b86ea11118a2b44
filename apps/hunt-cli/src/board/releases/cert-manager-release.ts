import type { DesiredRelease } from '@wescale/helm-release';
import { boardNamespaces } from '../namespaces.ts';
import { boardRelease, type BoardReleaseOptions } from './board-release.ts';

/** cert-manager, its definitions among the chart's templates so that they are upgraded with it. */
export function certManagerRelease(options: BoardReleaseOptions): DesiredRelease {
  return boardRelease('cert-manager', options, {
    namespace: boardNamespaces.certificates,
    values: { crds: { enabled: true, keep: true }, prometheus: { enabled: false } },
  });
}
