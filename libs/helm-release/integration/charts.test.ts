import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  acceptsKubernetes,
  findVersions,
  readChart,
  renderRelease,
  type ChartReference,
  type DesiredRelease,
} from '@wescale/helm-release';
import { describe, expect, test } from 'vitest';
import { startChartRepository, startOciRegistry } from './chart-server.ts';
import { packChart, webChart, writeChart } from './charts.ts';
import { helmVersions, startHelm } from './world.ts';

const release = (chart: ChartReference, fields: Partial<DesiredRelease> = {}): DesiredRelease => ({
  name: 'hello',
  namespace: 'site',
  chart,
  ...fields,
});

describe.each(helmVersions)('helm %s', (version) => {
  test('a chart of a repository is fetched once, as long as its digest is pinned', async () => {
    await using world = await startHelm(version);
    const { sha256 } = await packChart(world.program, world.directory, webChart);
    await using server = await startChartRepository(world.program, world.directory);
    const chart = { repository: `http://${server.address}`, name: 'web', version: '1.0.0' };
    expect(await readChart(world.helm, chart)).toEqual({
      name: 'web',
      version: '1.0.0',
      sha256,
      isDeprecated: false,
    });
    const fetched = server.requests.length;
    expect(fetched).toBeGreaterThan(0);
    await renderRelease(world.helm, release({ ...chart, sha256 }));
    await renderRelease(world.helm, release({ ...chart, sha256 }));
    expect(server.requests).toHaveLength(fetched);
  });

  test('a chart of a registry is fetched, whatever helm prints about it', async () => {
    await using world = await startHelm(version);
    const { archive, sha256 } = await packChart(world.program, world.directory, webChart);
    await using registry = await startOciRegistry('web', '1.0.0', archive);
    const repository = `oci://${registry.address}/charts`;
    const chart = { repository, name: 'web', version: '1.0.0', isPlainHttp: true };
    expect((await readChart(world.helm, chart)).sha256).toBe(sha256);
    const objects = await renderRelease(world.helm, release({ ...chart, sha256 }));
    expect(objects.map(({ kind }) => kind)).toEqual(['Secret', 'ConfigMap']);
    await expect(readChart(world.helm, { ...chart, version: '9.9.9' })).rejects.toMatchObject({
      code: 'chart-not-found',
    });
  });

  test('another chart than the pinned one is refused, and kept nowhere', async () => {
    await using world = await startHelm(version);
    const { sha256 } = await packChart(world.program, world.directory, webChart);
    await using server = await startChartRepository(world.program, world.directory);
    const pinned = 'ab'.repeat(32);
    const chart = { repository: `http://${server.address}`, name: 'web', version: '1.0.0', sha256: pinned };
    const mismatch = { code: 'chart-digest-mismatch', expectedSha256: pinned, foundSha256: sha256 };
    await expect(renderRelease(world.helm, release(chart))).rejects.toMatchObject(mismatch);
    const onDisk = { ...chart, repository: world.directory };
    await expect(renderRelease(world.helm, release(onDisk))).rejects.toMatchObject(mismatch);
  });

  test('a chart that was kept and has been tampered with is fetched anew', async () => {
    await using world = await startHelm(version);
    const { sha256 } = await packChart(world.program, world.directory, webChart);
    await using server = await startChartRepository(world.program, world.directory);
    const chart = { repository: `http://${server.address}`, name: 'web', version: '1.0.0', sha256 };
    await renderRelease(world.helm, release(chart));
    const kept = join(world.helm.homeDirectory, 'charts', `web-1.0.0-${sha256.slice(0, 16)}.tgz`);
    await writeFile(kept, 'something else');
    expect((await readChart(world.helm, chart)).sha256).toBe(sha256);
  });

  test('what is not there is told apart from a repository that gives no answer', async () => {
    await using world = await startHelm(version);
    await packChart(world.program, world.directory, webChart);
    await using server = await startChartRepository(world.program, world.directory);
    const chart = { repository: `http://${server.address}`, name: 'web', version: '1.0.0' };
    const missing = { code: 'chart-not-found' };
    await expect(readChart(world.helm, { ...chart, version: '1.0.1' })).rejects.toMatchObject(missing);
    await expect(readChart(world.helm, { ...chart, name: 'wob' })).rejects.toMatchObject(missing);
    await expect(readChart(world.helm, { ...chart, repository: '/nowhere' })).rejects.toMatchObject(missing);
    await expect(findVersions(world.helm, chart.repository, 'wob')).rejects.toMatchObject(missing);
    const unreachable = { code: 'repository-unreachable' };
    for (const repository of ['http://127.0.0.1:1', 'oci://127.0.0.1:1/charts'])
      await expect(readChart(world.helm, { ...chart, repository })).rejects.toMatchObject(unreachable);
    await expect(findVersions(world.helm, 'http://127.0.0.1:1', 'web')).rejects.toMatchObject(unreachable);
  });

  test('versions are found, the newest first, and each is asked what it accepts', async () => {
    await using world = await startHelm(version);
    const { program, directory, helm } = world;
    const make = (chartVersion: string, kubeVersion: string): Promise<unknown> =>
      packChart(program, directory, {
        ...webChart,
        version: chartVersion,
        about: `appVersion: "${chartVersion}"\nkubeVersion: "${kubeVersion}"\n`,
        // It cannot be rendered without values, which is not what is asked.
        files: {
          ...webChart.files,
          'templates/needs.yaml': '{{ required "a host is needed" .Values.host }}',
        },
      });
    await make('2.14.4', '<1.36.0-0');
    await make('2.15.0', '<1.37.0-0');
    await make('2.16.0-rc1', '>=1.30.0-0');
    await using server = await startChartRepository(program, directory);
    const repository = `http://${server.address}`;
    const versions = await findVersions(helm, repository, 'web');
    expect(versions).toEqual(
      ['2.16.0-rc1', '2.15.0', '2.14.4'].map((found) => ({ version: found, appVersion: found })),
    );
    const accepts = (chartVersion: string, kubernetes: string): Promise<boolean> =>
      acceptsKubernetes(helm, { repository, name: 'web', version: chartVersion }, kubernetes);
    expect(await accepts('2.14.4', 'v1.36.3+k3s1')).toBe(false);
    expect(await accepts('2.14.4', '1.35.8')).toBe(true);
    expect(await accepts('2.15.0', 'v1.36.3+k3s1')).toBe(true);
    expect((await readChart(helm, { repository, name: 'web', version: '2.14.4' })).kubeVersion).toBe(
      '<1.36.0-0',
    );
  });

  test('a release is rendered without a cluster, and what does not fit is told without a secret', async () => {
    await using world = await startHelm(version);
    const needs = '{{ fail (printf "cannot use %s" .Values.password) }}';
    await writeChart(world.directory, webChart);
    await writeChart(world.directory, {
      name: 'picky',
      version: '1.0.0',
      files: { 'templates/a.yaml': needs },
    });
    await writeChart(world.directory, { ...webChart, name: 'new', about: 'kubeVersion: ">=1.99.0"\n' });
    const chart = { repository: world.directory, name: 'web', version: '1.0.0' };
    const values = { greeting: `it's "quoted" $(touch ${world.directory}/touched); {{ .Values.password }}` };
    const secretValues = { password: 'correct-horse' };
    const objects = await renderRelease(world.helm, release(chart, { values, secretValues }));
    expect(objects.find(({ kind }) => kind === 'ConfigMap')?.content['data']).toEqual({
      greeting: values.greeting,
      url: 'postgres://web:correct-horse@db',
    });

    const refused = renderRelease(world.helm, release(chart, { values: { greeting: 5 }, secretValues }));
    await expect(refused).rejects.toMatchObject({ code: 'values-refused' });
    const failed = renderRelease(world.helm, release({ ...chart, name: 'picky' }, { secretValues }));
    await expect(failed).rejects.toMatchObject({ code: 'render-failed' });
    await expect(failed).rejects.toThrow('cannot use (secret)');
    const tooNew = renderRelease(world.helm, release({ ...chart, name: 'new' }), {
      kubernetesVersion: '1.36.3',
    });
    await expect(tooNew).rejects.toMatchObject({ code: 'chart-refused-kubernetes-version' });
  });

  test('an aborted call ends with the reason of its signal', async () => {
    await using world = await startHelm(version);
    const chart = { repository: 'http://127.0.0.1:1', name: 'web', version: '1.0.0' };
    const signal = AbortSignal.abort(new Error('enough'));
    await expect(readChart(world.helm, chart, { signal })).rejects.toThrow('enough');
  });
});

test('a helm that is not there is an error that says so', async () => {
  await using world = await startHelm('4.2.3');
  await writeChart(world.directory, webChart);
  const chart = { repository: world.directory, name: 'web', version: '1.0.0' };
  const call = readChart({ ...world.helm, program: '/nowhere/helm' }, chart);
  await expect(call).rejects.toMatchObject({ code: 'helm-not-runnable' });
});
