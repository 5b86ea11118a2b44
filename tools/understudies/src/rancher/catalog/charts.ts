import { ApiError } from '../http/api-error.ts';

/** A chart that the understudy's catalog offers. */
export interface OfferedChart {
  name: string;
  version: string;
  appVersion: string;
  annotations: Record<string, string>;
  values: Record<string, unknown>;
}

export const repositoryName = 'rancher-charts';

const category = (namespace: string, releaseName: string): Record<string, string> => ({
  'catalog.cattle.io/namespace': namespace,
  'catalog.cattle.io/release-name': releaseName,
});

/** facts/k3s-rancher.md §3: what is installed together, and where, stands in annotations of the charts. */
function pair(name: string, namespace: string, version: string, appVersion: string): OfferedChart[] {
  return [
    {
      name: `${name}-crd`,
      ...{ version, appVersion },
      annotations: { ...category(namespace, `${name}-crd`), 'catalog.cattle.io/hidden': 'true' },
      values: {},
    },
    {
      name,
      ...{ version, appVersion },
      annotations: {
        ...category(namespace, name),
        'catalog.cattle.io/auto-install': `${name}-crd=match`,
      },
      values: { global: { cattle: { systemDefaultRegistry: '' } } },
    },
  ];
}

// Assumption: the repository offers monitoring and logging, in one version each that is the understudy's own.
const offered: readonly OfferedChart[] = [
  ...pair('rancher-monitoring', 'cattle-monitoring-system', '108.0.0', '77.9.1'),
  ...pair('rancher-logging', 'cattle-logging-system', '108.0.0', '4.10.0'),
];

export const chartIndex = (): object => ({
  apiVersion: 'v1',
  entries: Object.fromEntries(
    offered.map(({ values: _, ...chart }) => [chart.name, [{ apiVersion: 'v2', ...chart, urls: [] }]]),
  ),
});

/** @throws ApiError when there is no such chart in this version */
export function chartOf(name: string, version: string): OfferedChart {
  const chart = offered.find((one) => one.name === name && one.version === version);
  // Assumption: a chart that the index does not have answers 404.
  if (chart === undefined) throw new ApiError('NotFound', `chart ${name} ${version} not found`);
  return chart;
}
