import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { startKubernetes } from '@wescale/real-servers';
import { debianPrometheus, startPrometheus } from '@wescale/understudies';
import { expect, test } from 'vitest';

import { openApiServer } from '../src/kubernetes/api-server.ts';
import { discoverTargets } from '../src/prometheus/discovery/discover-targets.ts';
import { prometheusImage } from '../src/prometheus/image.ts';
import { translateConfiguration } from '../src/prometheus/discovery/translate-configuration.ts';
import { createAccountOfChart } from './kubernetes-account.ts';
import { findObject, renderChart, type RenderedObject } from './render-chart.ts';

const run = promisify(execFile);

async function temporaryFolder(): Promise<AsyncDisposable & { path: string }> {
  const path = await mkdtemp(join(tmpdir(), 'prometheus-'));
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) };
}

const values = {
  server: { retention: '7d', persistentVolume: { enabled: true, size: '8Gi' } },
  alertmanager: { enabled: false },
  'prometheus-pushgateway': { enabled: false },
  'kube-state-metrics': { enabled: false },
  'prometheus-node-exporter': { enabled: false },
};

test('the values we set render what the real chart names so', async () => {
  const objects = await renderChart('prometheus', values);
  expect(objects.map(({ kind, metadata }) => `${kind} ${metadata.name}`).toSorted()).toEqual([
    'ClusterRole prometheus-server',
    'ClusterRoleBinding prometheus-server',
    'ConfigMap prometheus-server',
    'Deployment prometheus-server',
    'PersistentVolumeClaim prometheus-server',
    'Service prometheus-server',
    'ServiceAccount prometheus-server',
  ]);
  const deployment = JSON.stringify(findObject(objects, 'Deployment', 'prometheus-server'));
  const { repository, tag } = prometheusImage;
  expect(deployment).toContain(`"quay.io/${repository}:${tag}"`);
  expect(deployment).toContain('--storage.tsdb.retention.time=7d');
});

test.for([
  ['alertmanager', { alertmanager: { enabled: true } }],
  ['additional properties', { server: { replicaCount: 2 } }],
  ['retention', { server: { retention: 'forever' } }],
] as const)('values that are not played are refused: %s', async ([words, set]) => {
  await expect(renderChart('prometheus', { ...values, ...set })).rejects.toThrow(words);
});

/** The chart's configuration with the account in a folder of ours. */
function configurationOf(objects: readonly RenderedObject[], account: string): string {
  const text = findObject(objects, 'ConfigMap', 'prometheus-server')?.data?.['prometheus.yml'] ?? '';
  return text.replaceAll('/var/run/secrets/kubernetes.io/serviceaccount', account);
}

test('the configuration of the chart is one that the real Prometheus takes', async () => {
  await using folder = await temporaryFolder();
  for (const name of ['ca.crt', 'token', 'node.json', 'pod.json', 'endpoints.json'])
    await writeFile(join(folder.path, name), '[]');
  const { text, roles } = translateConfiguration(
    configurationOf(await renderChart('prometheus', values), folder.path),
    folder.path,
  );
  expect(roles.toSorted()).toEqual(['endpoints', 'node', 'pod']);
  await writeFile(join(folder.path, 'prometheus.yml'), text);
  const { promtool } = await debianPrometheus();
  const { stdout } = await run(promtool, ['check', 'config', join(folder.path, 'prometheus.yml')]);
  expect(stdout).toContain('is valid prometheus config file');
});

test('it finds a pod of a real cluster and scrapes it, with no more than the rights of its chart', async () => {
  await using kubernetes = await startKubernetes();
  const objects = await renderChart('prometheus', {
    ...values,
    server: { ...values.server, global: { scrape_interval: '10s' } },
  });
  await kubernetes.kubectl(['create', 'namespace', 'monitoring']);
  const api = await createAccountOfChart(kubernetes, objects, {
    ...{ namespace: 'monitoring', name: 'prometheus-server', right: ['get', 'nodes/proxy'] },
  });
  const metrics = await openApiServer(api, 'GET', '/metrics');
  metrics.resume();
  expect(metrics.statusCode).toBe(200);

  await using folder = await temporaryFolder();
  await writeFile(join(folder.path, 'token'), await api.token(), { mode: 0o600 });
  await writeFile(join(folder.path, 'ca.crt'), api.caCertificate);
  const { text, roles } = translateConfiguration(configurationOf(objects, folder.path), folder.path);
  const ending = new AbortController();
  const problems: string[] = [];
  await discoverTargets(api, {
    ...{ roles, folder: folder.path, signal: ending.signal },
    onProblem: ({ message }) => problems.push(message),
  });
  const configuration = text.replaceAll('10s', '1s');
  await using prometheus = await startPrometheus({ configuration });

  // There is no node to run it: what is scraped is the other Prometheus, under the pod's name.
  await using scraped = await startPrometheus();
  const annotations = { 'prometheus.io/scrape': 'true', 'prometheus.io/port': new URL(scraped.url).port };
  const pod = {
    ...{ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'scraped', labels: { app: 'game' }, annotations } },
    spec: { containers: [{ name: 'game', image: 'game' }] },
  };
  await kubernetes.kubectl(['apply', '-f', '-'], { stdin: JSON.stringify(pod) });
  const status = { phase: 'Running', podIP: '127.0.0.1', podIPs: [{ ip: '127.0.0.1' }] };
  const patch = ['patch', 'pod', 'scraped', '--subresource=status', '--patch', JSON.stringify({ status })];
  await kubernetes.kubectl(patch);
  const query = encodeURIComponent('up{job="kubernetes-pods",namespace="default",pod="scraped",app="game"}');
  await expect
    .poll(
      async () => {
        const asked = await fetch(`${prometheus.url}/api/v1/query?query=${query}`);
        const { data } = (await asked.json()) as { data: { result: { value: [number, string] }[] } };
        return data.result.map(({ value }) => value[1]);
      },
      { timeout: 60_000, interval: 200 },
    )
    .toEqual(['1']);
  ending.abort();
  expect(problems).toEqual([]);
});
