import { expect, test } from 'vitest';
import { installationBody } from './installation.ts';

test('an installation is sent as the UI sends it: resources first, then the chart that says where it came from', () => {
  const global = { cattle: { clusterId: 'c-abcde' } };
  const body = installationBody('rancher-charts', {
    namespace: 'cattle-monitoring-system',
    projectId: 'c-abcde/p-12345',
    charts: ['rancher-monitoring-crd', 'rancher-monitoring'].map((chartName) => ({
      chartName,
      version: '107.0.0',
      releaseName: chartName,
      values: { global },
    })),
  });
  expect(body).toEqual({
    namespace: 'cattle-monitoring-system',
    projectId: 'c-abcde/p-12345',
    timeout: '600s',
    wait: true,
    noHooks: false,
    disableOpenAPIValidation: false,
    charts: [
      {
        chartName: 'rancher-monitoring-crd',
        version: '107.0.0',
        releaseName: 'rancher-monitoring-crd',
        values: { global },
      },
      {
        chartName: 'rancher-monitoring',
        version: '107.0.0',
        releaseName: 'rancher-monitoring',
        annotations: {
          'catalog.cattle.io/ui-source-repo-type': 'cluster',
          'catalog.cattle.io/ui-source-repo': 'rancher-charts',
        },
        values: { global },
      },
    ],
  });
});
