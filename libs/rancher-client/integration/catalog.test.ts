import { describe, expect, test } from 'vitest';
import {
  installCharts,
  listApps,
  listOperations,
  listRepositories,
  login,
  readApp,
  readChartIndex,
  readChartInfo,
  readOperationLogs,
  uninstallApp,
  waitForOperation,
  waitForRepository,
  type Installation,
  type RancherClient,
} from '@wescale/rancher-client';
import { bootstrapPassword, serverUrl, startWorld, type World } from './world.ts';

const repository = 'rancher-charts';
const release = { namespace: 'cattle-monitoring-system', releaseName: 'rancher-monitoring' };

async function signIn(world: World): Promise<RancherClient> {
  const { token } = await login(world.client, { password: bootstrapPassword });
  return world.client.withToken(token);
}

/** The newest version of a chart there is, and what is installed before it. */
async function installationOf(admin: RancherClient, chartName: string): Promise<Installation> {
  const { entries } = await readChartIndex(admin, repository);
  const version = entries[chartName]?.[0]?.version ?? 'none';
  return {
    namespace: release.namespace,
    charts: [`${chartName}-crd`, chartName].map((name) => ({ chartName: name, version, releaseName: name })),
  };
}

describe('charts', () => {
  test('are found, installed with their resources first, followed and uninstalled', async () => {
    await using world = await startWorld({ serverUrl });
    const admin = await signIn(world);
    expect((await listRepositories(admin)).map(({ id }) => id)).toContain(repository);
    await waitForRepository(admin, repository);
    const installation = await installationOf(admin, 'rancher-monitoring');
    const { version } = installation.charts[0]!;
    const info = await readChartInfo(admin, repository, { chartName: 'rancher-monitoring', version });
    expect(info).toHaveProperty('values');

    const operation = await installCharts(admin, repository, installation);
    await waitForOperation(admin, operation);
    expect(await readOperationLogs(admin, operation)).not.toBe('');
    expect((await readApp(admin, release))?.status?.summary?.state).toBe('deployed');
    expect((await listApps(admin)).length).toBeGreaterThan(0);

    await uninstallApp(admin, release);
    expect(await readApp(admin, release)).toBeUndefined();
    await uninstallApp(admin, release);
  });

  test('are installed once although the answer was lost, and uninstalled once', async () => {
    await using world = await startWorld({ serverUrl });
    const admin = await signIn(world);
    await waitForRepository(admin, repository);
    const path = '/v1/catalog.cattle.io.clusterrepos/:name';
    world.rancher.control.inject({ method: 'POST', path, kind: 'reply_lost' });
    const installation = await installationOf(admin, 'rancher-monitoring');
    await waitForOperation(admin, await installCharts(admin, repository, installation));
    const app = '/v1/catalog.cattle.io.apps/:namespace/:name';
    world.rancher.control.inject({ method: 'POST', path: app, kind: 'reply_lost' });
    await uninstallApp(admin, release);
    const actions = (await listOperations(admin)).map(({ status }) => status?.action);
    expect(actions.toSorted()).toEqual(['install', 'uninstall']);
  });

  test('that helm cannot install fail with its words', async () => {
    await using world = await startWorld({ serverUrl });
    const admin = await signIn(world);
    const { namespace, charts } = await installationOf(admin, 'rancher-monitoring');
    const alone = { namespace, charts: charts.slice(1) };
    await waitForOperation(admin, await installCharts(admin, repository, alone));
    const again = await installCharts(admin, repository, alone);
    await expect(waitForOperation(admin, again)).rejects.toMatchObject({
      code: 'operation-failed',
      operation: again,
      logs: expect.stringContaining('cannot re-use a name') as string,
    });
  });

  test('that there are not are refused', async () => {
    await using world = await startWorld({ serverUrl });
    const admin = await signIn(world);
    await waitForRepository(admin, repository);
    const charts = [{ chartName: 'no-such-chart', version: '1.0.0', releaseName: 'none' }];
    await expect(installCharts(admin, repository, { namespace: 'default', charts })).rejects.toMatchObject({
      code: 'not-found',
    });
    await expect(waitForRepository(admin, 'no-such-repository')).rejects.toMatchObject({ code: 'not-found' });
    await expect(
      installCharts(admin, repository, { namespace: 'default', charts: [] }),
    ).rejects.toMatchObject({ code: 'invalid-call' });
  });
});
