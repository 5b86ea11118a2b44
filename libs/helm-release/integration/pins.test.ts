import { once } from 'node:events';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import {
  createHelm,
  pickProxySettings,
  pinCharts,
  readChart,
  type DesiredRelease,
} from '@wescale/helm-release';
import type { RunningKubernetes } from '@wescale/real-servers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startChartRepository, startOciRegistry } from './chart-server.ts';
import { packChart, webChart } from './charts.ts';
import { converge, newNamespace, plan, startCluster, startHelm } from './world.ts';

let kubernetes: RunningKubernetes;
beforeAll(async () => {
  kubernetes = await startCluster();
});
afterAll(() => kubernetes[Symbol.asyncDispose]());

test.each(['repository', 'registry'] as const)(
  'what a plan found of a chart in a %s pins it, and then nothing is fetched for a release that needs no change',
  async (kind) => {
    await using world = await startHelm('4.2.3', kubernetes);
    const { archive, sha256 } = await packChart(world.program, world.directory, webChart);
    await using server =
      kind === 'repository'
        ? await startChartRepository(world.program, world.directory)
        : await startOciRegistry('web', '1.0.0', archive);
    const repository = kind === 'repository' ? `http://${server.address}` : `oci://${server.address}/charts`;
    const release: DesiredRelease = {
      name: 'web',
      namespace: newNamespace(),
      createNamespace: true,
      timeoutSeconds: 20,
      chart: { repository, name: 'web', version: '1.0.0', ...(kind === 'registry' && { isPlainHttp: true }) },
    };
    const { unpinned } = await converge(world.helm, [release]);
    expect(unpinned).toEqual([
      { release: `${release.namespace}/web`, repository, chart: 'web', version: '1.0.0', sha256 },
    ]);
    const pinned = pinCharts([release], unpinned);

    const before = server.requests.length;
    // Also for who has never fetched it.
    const elsewhere = { ...world.helm, homeDirectory: join(world.directory, 'elsewhere') };
    expect(await plan(elsewhere, pinned, { drift: true })).toMatchObject({ changes: [], unpinned: [] });
    expect(server.requests).toHaveLength(before);
    const changed = [{ ...pinned[0]!, values: { greeting: 'good day' } }];
    expect((await converge(world.helm, changed)).changes).toHaveLength(1);
    expect(server.requests, 'what was fetched once is kept').toHaveLength(before);
  },
);

test('helm goes through a proxy when it is told of one, and only then', async () => {
  await using world = await startHelm('4.2.3');
  await packChart(world.program, world.directory, webChart);
  await using server = await startChartRepository(world.program, world.directory);
  const asked: string[] = [];
  const proxy = createServer((incoming, outgoing) => {
    const url = new URL(incoming.url ?? '');
    asked.push(url.hostname);
    request(`http://${server.address}${url.pathname}`, (reply) => {
      outgoing.writeHead(reply.statusCode ?? 502);
      reply.pipe(outgoing);
    }).end();
  }).listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  await using _proxy = { [Symbol.asyncDispose]: async () => void proxy.close() };
  const address = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
  const environment = pickProxySettings({ HTTP_PROXY: address, NO_PROXY: '', PATH: '/bin' });
  expect(environment).toEqual({ HTTP_PROXY: address });
  const chart = { repository: 'http://charts.invalid', name: 'web', version: '1.0.0' };
  const open = (environment: Record<string, string>) =>
    createHelm({ helm: world.program, homeDirectory: join(world.directory, 'home'), environment });
  await expect(readChart(open({}), chart)).rejects.toMatchObject({ code: 'repository-unreachable' });
  expect((await readChart(open(environment), chart)).name).toBe('web');
  expect(new Set(asked)).toEqual(new Set(['charts.invalid']));
});
