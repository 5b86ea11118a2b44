import { parse } from 'yaml';
import { HelmFailedError } from '../errors.ts';
import type { Helm } from '../helm/create-helm.ts';
import { runHelm } from '../helm/run-helm.ts';
import { checkChart, type ChartReference } from '../release/desired-release.ts';
import { isObject } from '../release/json.ts';
import { describeChart, fetchChart } from './fetch-chart.ts';

/** What a chart says about itself. */
export interface ChartDescription {
  name: string;
  version: string;
  appVersion?: string;
  /** Range of Kubernetes versions it accepts, as it writes it; none: any. */
  kubeVersion?: string;
  isDeprecated: boolean;
  /** Of its archive: what to pin. */
  sha256: string;
}

/**
 * Fetches a chart, checks it against its pin and reads its `Chart.yaml`. Needs no cluster.
 *
 * @example
 * const { sha256 } = await readChart(helm, { repository: 'oci://quay.io/jetstack/charts', name: 'cert-manager', version: 'v1.21.1' });
 */
export async function readChart(
  helm: Helm,
  chart: ChartReference,
  options: { signal?: AbortSignal } = {},
): Promise<ChartDescription> {
  checkChart(chart);
  const { path, sha256 } = await fetchChart(helm, chart, chart.sha256, options.signal);
  const about = `reading the chart ${describeChart(chart)}`;
  const said = await runHelm(helm, { args: ['show', 'chart', path], about, signal: options.signal });
  const fields: unknown = parse(said);
  if (!isObject(fields)) throw new HelmFailedError('chart-unreadable', `${about}: no Chart.yaml`, said);
  const { name, version, appVersion, kubeVersion, deprecated } = fields;
  if (name !== chart.name || version !== chart.version)
    throw new HelmFailedError(
      'chart-unreadable',
      `${about}: it holds ${String(name)} ${String(version)}`,
      said,
    );
  return {
    name,
    version,
    sha256,
    isDeprecated: deprecated === true,
    ...(typeof appVersion === 'string' ? { appVersion } : {}),
    ...(typeof kubeVersion === 'string' ? { kubeVersion } : {}),
  };
}
