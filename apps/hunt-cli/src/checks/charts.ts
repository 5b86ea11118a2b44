import {
  createHelm,
  HelmFailedError,
  pinCharts,
  renderRelease,
  type ChartPin,
  type DesiredRelease,
} from '@wescale/helm-release';
import { assumedAmong } from '@wescale/understudies/assumed-values';
import type { StepContext } from '../steps/step.ts';
import { look, type Finding } from './check.ts';

/** What charts ask a cluster for before they use it; all of it is there when their turn comes. */
const apiVersions = ['cert-manager.io/v1', 'networking.k8s.io/v1/Ingress'];

/**
 * Fetches each chart and renders it with our values, as for the version of Kubernetes that boards have.
 *
 * @param isReachNeeded whether a repository that cannot be reached from here is a failure
 */
export async function checkCharts(
  releases: readonly DesiredRelease[],
  {
    configuration,
    programs,
    secrets,
    signal,
  }: Pick<StepContext, 'configuration' | 'programs' | 'secrets' | 'signal'>,
  isReachNeeded = true,
): Promise<Finding[]> {
  const helm = createHelm({ ...programs, homeDirectory: secrets.path('helm') });
  const kubernetesVersion = configuration.hunt.board.kubernetes.version;
  const findings = await Promise.all(
    releases.map((release) => {
      const { name, version } = release.chart;
      const check = `chart ${name}`;
      const remedy =
        name === 'rancher' ? 'see rancher in hunt.yaml' : `see board.charts.${name} in hunt.yaml`;
      return look(check, remedy, async () => {
        try {
          await renderRelease(helm, release, { kubernetesVersion, apiVersions, signal });
        } catch (error) {
          const isUnreachable = error instanceof HelmFailedError && error.code === 'repository-unreachable';
          if (isReachNeeded || !isUnreachable) throw error;
          return [{ check, ok: true, message: `not looked at: ${error.message}` }];
        }
        return [{ check, ok: true, message: `${version} takes our values` }];
      });
    }),
  );
  signal.throwIfAborted();
  return findings.flat();
}

/**
 * Values that the rehearsal's charts take without anybody having seen the real chart take them: where that chart is
 * rendered as well, it has the last word.
 */
export function listAssumedValues(releases: readonly DesiredRelease[]): Finding[] {
  return releases.flatMap(({ chart, values = {} }): Finding[] => {
    const paths = assumedAmong(chart.name, values).map(({ path }) => path);
    if (paths.length === 0) return [];
    const message = `${chart.name} ${chart.version}: rehearsed on assumption only: ${paths.join(', ')}`;
    return [{ check: 'assumption', ok: true, message }];
  });
}

/** Charts whose content nobody has kept yet: the first run takes what it gets, later ones insist on it. */
export function listUnpinned(releases: readonly DesiredRelease[], pins: readonly ChartPin[]): Finding[] {
  const names = pinCharts(releases, pins).flatMap(({ chart }) =>
    chart.sha256 === undefined ? [`${chart.name} ${chart.version}`] : [],
  );
  if (names.length === 0) return [];
  const message = `no digest is kept yet of ${names.join(', ')}: the next run keeps it`;
  return [{ check: 'charts', ok: true, message }];
}
