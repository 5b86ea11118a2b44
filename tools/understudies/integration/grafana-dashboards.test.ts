import { startKubernetes, type RunningKubernetes } from '@wescale/real-servers';
import { readDataSources, startGrafana, startPrometheus } from '@wescale/understudies';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { stringify } from 'yaml';

import { applyObject, deleteObject } from '../src/kubernetes/write-objects.ts';
import { createAccountOfChart, createAdministrator } from './kubernetes-account.ts';
import { renderChart } from './render-chart.ts';

let kubernetes: RunningKubernetes;
beforeAll(async () => {
  kubernetes = await startKubernetes();
});
afterAll(async () => {
  await kubernetes[Symbol.asyncDispose]();
});

/** A change is heard of within moments, or a second after the connection broke, and later where others compute. */
const patience = { timeout: 30_000 };

const values = {
  admin: { existingSecret: 'grafana-admin' },
  sidecar: { dashboards: { enabled: true, folderAnnotation: 'grafana_folder' } },
  testFramework: { enabled: false },
};

const configMap = (name: string, dashboard: object, annotations: Record<string, string> = {}): object => ({
  ...{ apiVersion: 'v1', kind: 'ConfigMap' },
  metadata: { name, namespace: 'monitoring', labels: { grafana_dashboard: '1' }, annotations },
  data: { [`${name}.json`]: JSON.stringify(dashboard) },
});

test('dashboards follow their ConfigMaps, with no more than the rights of the chart', async () => {
  const admin = await createAdministrator(kubernetes, 'monitoring');
  const objects = await renderChart('grafana', values);
  const api = await createAccountOfChart(kubernetes, objects, {
    ...{ namespace: 'monitoring', name: 'grafana', right: ['watch', 'configmaps'] },
  });

  await using prometheus = await startPrometheus();
  const source = {
    name: 'Prometheus',
    uid: 'prometheus',
    type: 'prometheus',
    url: prometheus.url,
    access: 'proxy',
  };
  const problems: string[] = [];
  await using grafana = await startGrafana({
    ...{ adminUser: 'admin', adminPassword: 'secret' },
    dataSources: readDataSources(stringify({ apiVersion: 1, datasources: [source] })),
    dashboards: {
      api,
      selection: { label: 'grafana_dashboard', labelValue: '1', namespaces: ['monitoring'] },
      ...{ folderAnnotation: 'grafana_folder', foldersFromFiles: true },
    },
    onProblem: (problem) => problems.push(problem),
  });
  const headers = { authorization: `Basic ${Buffer.from('admin:secret').toString('base64')}` };
  const read = async (path: string): Promise<unknown> =>
    (await fetch(grafana.url + path, { headers })).json();
  const titles = async (query = ''): Promise<string[]> =>
    ((await read(`/api/search?type=dash-db${query}`)) as { title: string }[]).map(({ title }) => title);
  expect(await titles()).toEqual([]);

  const panels = [
    {
      type: 'stat',
      title: 'Two <of> them',
      datasource: { uid: 'prometheus' },
      targets: [{ expr: 'vector($two)' }],
    },
  ];
  const templating = { list: [{ name: 'two', type: 'constant', current: { value: '2' } }] };
  const dashboard = { uid: 'platform', title: 'Platform', tags: ['hunt'], panels, templating };
  const maps = '/api/v1/namespaces/monitoring/configmaps';
  const apply = (object: object): Promise<unknown> =>
    applyObject(admin, maps, object as Parameters<typeof applyObject>[2], 'test');
  await apply(configMap('platform', dashboard, { grafana_folder: 'Hunt' }));
  await apply(configMap('broken', { title: 'Without a uid' }));
  await apply({ ...configMap('other', {}), metadata: { name: 'other', namespace: 'monitoring' } });
  await expect.poll(() => titles(), patience).toEqual(['Platform']);
  expect(await titles('&tag=hunt')).toEqual(['Platform']);
  expect(await titles('&tag=other')).toEqual([]);
  await expect
    .poll(() => problems, patience)
    .toEqual(['monitoring/broken, broken.json: its uid is missing or not allowed']);

  const path = '/api/dashboards/uid/platform';
  const first = { provisioned: true, folderTitle: 'Hunt', version: 1, url: '/d/platform/platform' };
  expect(await read(path)).toMatchObject({ meta: first, dashboard: { title: 'Platform' } });
  expect(await read('/api/folders')).toMatchObject([{ title: 'Hunt' }]);
  const page = await (await fetch(`${grafana.url}/d/platform?var-two=3`, { headers })).text();
  expect(page).toContain('Two &#60;of&#62; them');
  expect(page).toContain('<pre>3</pre>');

  await apply(configMap('platform', { ...dashboard, title: 'The platform' }, { grafana_folder: 'Hunt' }));
  await expect.poll(() => titles(), patience).toEqual(['The platform']);
  expect(await read(path)).toMatchObject({ meta: { version: 2 } });
  await deleteObject(admin, `${maps}/platform`);
  await expect.poll(() => titles(), patience).toEqual([]);
});
