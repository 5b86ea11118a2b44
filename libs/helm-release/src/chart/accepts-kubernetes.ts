import { HelmFailedError } from '../errors.ts';
import type { Helm } from '../helm/create-helm.ts';
import { runHelm } from '../helm/run-helm.ts';
import { checkChart, type ChartReference } from '../release/desired-release.ts';
import { describeChart, fetchChart } from './fetch-chart.ts';

/**
 * Whether a chart accepts a version of Kubernetes. Helm itself decides, so that its way to read ranges is the one that counts.
 *
 * @param kubernetesVersion `1.36.3`, also with a suffix as in `v1.36.3+k3s1`
 */
export async function acceptsKubernetes(
  helm: Helm,
  chart: ChartReference,
  kubernetesVersion: string,
  options: { signal?: AbortSignal } = {},
): Promise<boolean> {
  checkChart(chart);
  const { path } = await fetchChart(helm, chart, chart.sha256, options.signal);
  try {
    await runHelm(helm, {
      // The range is looked at before anything is rendered; a schema would come first.
      args: ['template', 'x', path, '--kube-version', kubernetesVersion, '--skip-schema-validation'],
      about: `asking the chart ${describeChart(chart)} whether it accepts Kubernetes ${kubernetesVersion}`,
      signal: options.signal,
    });
  } catch (error) {
    if (!(error instanceof HelmFailedError)) throw error;
    if (error.code === 'chart-refused-kubernetes-version') return false;
    // Without values many charts cannot be rendered; that is not what was asked.
    if (error.code !== 'render-failed' && error.code !== 'values-refused') throw error;
  }
  return true;
}
