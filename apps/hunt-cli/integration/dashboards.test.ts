import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { startKubernetes } from '@wescale/real-servers';
import { readDataSources, startGrafana, startLoki, startPrometheus } from '@wescale/understudies';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { stringify } from 'yaml';

import { dashboardConfigMaps, dashboardTitles } from '../src/dashboards/dashboards.ts';

/** Some of what kubelet, its cAdvisor and the API server tell, in their names and labels. */
function metrics(seconds: number): string {
  const pod = 'namespace="game",pod="web-1"';
  return [
    'kubelet_running_pods 3',
    'kubelet_running_containers{container_state="running"} 4',
    'machine_cpu_cores 2',
    'machine_memory_bytes 4e9',
    `container_cpu_usage_seconds_total{id="/"} ${seconds}`,
    'container_memory_working_set_bytes{id="/"} 1e9',
    `container_cpu_usage_seconds_total{id="/kubepods/a",container="web",${pod}} ${seconds / 2}`,
    `container_memory_working_set_bytes{id="/kubepods/a",container="web",${pod}} 5e7`,
    `container_network_receive_bytes_total{id="/kubepods/a",interface="eth0",${pod}} ${seconds * 1000}`,
    // The first start of this container, and its second.
    `container_start_time_seconds{id="/kubepods/a",container="web",${pod}} 1`,
    `container_start_time_seconds{id="/kubepods/b",container="web",${pod}} 2`,
    'kubelet_volume_stats_used_bytes{namespace="game",persistentvolumeclaim="data"} 1e8',
    'kubelet_volume_stats_capacity_bytes{namespace="game",persistentvolumeclaim="data"} 1e9',
    `apiserver_request_total{code="200",verb="GET"} ${seconds * 10}`,
    '',
  ].join('\n');
}

const lokiConfiguration = stringify({
  auth_enabled: false,
  server: { http_listen_port: 3100 },
  common: {
    path_prefix: '/var/loki',
    replication_factor: 1,
    storage: { filesystem: { chunks_directory: '/var/loki/chunks', rules_directory: '/var/loki/rules' } },
  },
  schema_config: {
    configs: [
      {
        ...{ from: '2026-11-01', store: 'tsdb', object_store: 'filesystem', schema: 'v13' },
        index: { prefix: 'index_', period: '24h' },
      },
    ],
  },
});

const running = new AsyncDisposableStack();
let grafana: { url: string };
beforeAll(async () => {
  const started = Date.now();
  const told = createServer((_request, response) => {
    response.setHeader('content-type', 'text/plain; version=0.0.4');
    response.end(metrics((Date.now() - started) / 1000));
  });
  told.listen(0, '127.0.0.1');
  await once(told, 'listening');
  running.defer(() => {
    told.closeAllConnections();
    told.close();
  });
  const target = `127.0.0.1:${(told.address() as AddressInfo).port}`;
  const jobs = ['kubernetes-nodes', 'kubernetes-apiservers'].map((job) => ({
    ...{ job_name: job, scrape_interval: '1s', scrape_timeout: '1s' },
    static_configs: [{ targets: [target] }],
  }));
  const prometheus = running.use(
    await startPrometheus({ configuration: stringify({ scrape_configs: jobs }) }),
  );

  const folder = await mkdtemp(join(tmpdir(), 'loki-'));
  running.defer(() => rm(folder, { recursive: true }));
  const loki = running.use(await startLoki({ configuration: lokiConfiguration, directory: folder, port: 0 }));
  const values = ['a player joined', 'an error of the game'].map((line) => [`${Date.now()}000000`, line]);
  const pushed = await fetch(`${loki.url}/loki/api/v1/push`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ streams: [{ stream: { namespace: 'game', container: 'web' }, values }] }),
  });
  expect(pushed.status).toBe(204);

  const kubernetes = running.use(await startKubernetes());
  const kubectl = (args: readonly string[], stdin = ''): Promise<string> =>
    kubernetes.kubectl(args, { stdin });
  await kubectl(['create', 'namespace', 'monitoring']);
  const list = { apiVersion: 'v1', kind: 'List', items: dashboardConfigMaps() };
  await kubectl(['apply', '--namespace', 'monitoring', '-f', '-'], JSON.stringify(list));
  await kubectl(['create', 'serviceaccount', 'grafana', '--namespace', 'monitoring']);
  const account = '--serviceaccount=monitoring:grafana';
  await kubectl([
    'create',
    'rolebinding',
    'grafana',
    '--clusterrole=view',
    account,
    '--namespace',
    'monitoring',
  ]);
  const token = (await kubectl(['create', 'token', 'grafana', '--namespace', 'monitoring'])).trim();
  const { hostname, port } = new URL(kubernetes.url);
  const caCertificate = await readFile(join(dirname(kubernetes.kubeconfig), 'ca.crt'), 'utf8');
  const datasources = [
    { name: 'Prometheus', uid: 'prometheus', type: 'prometheus', url: prometheus.url, access: 'proxy' },
    { name: 'Loki', uid: 'loki', type: 'loki', url: loki.url, access: 'proxy' },
  ];
  grafana = running.use(
    await startGrafana({
      ...{ adminUser: 'admin', adminPassword: 'secret' },
      dataSources: readDataSources(stringify({ apiVersion: 1, datasources })),
      dashboards: {
        api: { host: hostname, port: Number(port), caCertificate, token: async () => token },
        selection: { label: 'grafana_dashboard', labelValue: '1', namespaces: ['monitoring'] },
        ...{ folderAnnotation: 'grafana_folder', foldersFromFiles: true },
      },
    }),
  );
});
afterAll(() => running.disposeAsync());

const ask = (path: string): Promise<Response> =>
  fetch(grafana.url + path, {
    headers: { authorization: `Basic ${Buffer.from('admin:secret').toString('base64')}` },
  });

test('Grafana finds every dashboard in the folder of the hunt', async () => {
  await expect
    .poll(async () => {
      const found = (await (await ask('/api/search?type=dash-db')).json()) as {
        title: string;
        folderTitle: string;
      }[];
      return found.map(({ title, folderTitle }) => `${folderTitle}/${title}`).toSorted();
    })
    .toEqual(dashboardTitles.map((title) => `Hunt/${title}`).toSorted());
});

test.for(['hunt-platform', 'hunt-logs'])(
  'every query of %s is taken by the real Prometheus or by Loki, and finds something',
  async (uid) => {
    await expect
      .poll(async () => (await (await ask(`/d/${uid}`)).text()).match(/role="alert".*|No data/g), {
        timeout: 30_000,
        interval: 500,
      })
      .toBeNull();
  },
);

test('what is chosen narrows a dashboard down', async () => {
  const page = await (await ask('/d/hunt-logs?var-search=joined&var-namespace=game')).text();
  const live = page.slice(page.indexOf('Live'), page.indexOf('<h2>Errors</h2>'));
  expect(live).toContain('a player joined');
  expect(live).not.toContain('an error of the game');
  expect(await (await ask('/d/hunt-logs?var-namespace=other')).text()).toContain('No data');
});
