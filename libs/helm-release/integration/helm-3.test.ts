import { destroyReleases, readHelmVersion, type DesiredRelease } from '@wescale/helm-release';
import type { RunningKubernetes } from '@wescale/real-servers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startChartRepository } from './chart-server.ts';
import { packChart, webChart } from './charts.ts';
import { converge, newNamespace, startCluster, startHelm } from './world.ts';

let kubernetes: RunningKubernetes;
beforeAll(async () => {
  kubernetes = await startCluster();
});
afterAll(() => kubernetes[Symbol.asyncDispose]());

test('helm 3 does as well, and a later helm 4 goes on from there', async () => {
  await using world = await startHelm('3.17.2', kubernetes);
  expect(await readHelmVersion(world.helm)).toEqual({ version: '3.17.2', major: 3 });
  const { sha256 } = await packChart(world.program, world.directory, webChart);
  await using server = await startChartRepository(world.program, world.directory);
  const release: DesiredRelease = {
    name: 'web',
    namespace: newNamespace(),
    createNamespace: true,
    timeoutSeconds: 20,
    forceConflicts: true,
    chart: { repository: `http://${server.address}`, name: 'web', version: '1.0.0', sha256 },
    secretValues: { password: 'correct-horse' },
  };
  expect((await converge(world.helm, [release])).changes).toMatchObject([{ action: 'install' }]);
  expect((await converge(world.helm, [release], { drift: true })).changes).toEqual([]);
  const changed = { ...release, values: { greeting: 'two' } };
  expect((await converge(world.helm, [changed])).changes).toMatchObject([{ reason: 'values differ' }]);
  expect((await converge(world.helm, [changed])).changes).toEqual([]);

  await using newer = await startHelm('4.2.3', kubernetes);
  expect((await converge(newer.helm, [changed], { drift: true })).changes).toEqual([]);
  const again = { ...release, values: { greeting: 'three' } };
  expect((await converge(newer.helm, [again])).changes).toMatchObject([{ fromRevision: 2 }]);

  expect(await destroyReleases(world.helm, [release])).toEqual([`${release.namespace}/web`]);
  expect(await destroyReleases(world.helm, [release])).toEqual([]);
});

test('a wait of helm 3 that is over is told in the same way', async () => {
  await using world = await startHelm('3.17.2', kubernetes);
  await packChart(world.program, world.directory, webChart);
  const release: DesiredRelease = {
    name: 'web',
    namespace: newNamespace(),
    createNamespace: true,
    timeoutSeconds: 4,
    chart: { repository: world.directory, name: 'web', version: '1.0.0' },
    values: { deployment: true },
  };
  await expect(converge(world.helm, [release])).rejects.toMatchObject({
    code: 'wait-timed-out',
    awaited: [{ kind: 'Deployment', state: '0 of 1 ready' }],
  });
});
