/** The same calls through helm-ts 0.1.5 and through this library, on a real control plane. */
import { mkdir, readdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { listReleases, type DesiredRelease } from '@wescale/helm-release';
import type { RunningKubernetes } from '@wescale/real-servers';
import type helmTsModule from 'helm-ts';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { webChart, writeChart } from './charts.ts';
import { converge, newNamespace, startCluster, startHelm, type HelmWorld } from './world.ts';

// As plain Node gives it to who imports it; the test runner would take the default of the default.
const helmTs = (createRequire(import.meta.url)('helm-ts') as typeof helmTsModule).default;
let kubernetes: RunningKubernetes;
beforeAll(async () => {
  kubernetes = await startCluster();
});
afterAll(() => kubernetes[Symbol.asyncDispose]());

const { PATH, KUBECONFIG } = process.env;
afterEach(() => {
  Object.assign(process.env, { PATH });
  if (KUBECONFIG === undefined) delete process.env['KUBECONFIG'];
  else process.env['KUBECONFIG'] = KUBECONFIG;
});

/** helm-ts takes helm and cluster from the environment of its process. */
function giveHelmTs(world: HelmWorld): void {
  process.env['PATH'] = `${dirname(world.program)}:${PATH ?? ''}`;
  process.env['KUBECONFIG'] = kubernetes.kubeconfig;
}

const release = (repository: string, namespace: string): DesiredRelease => ({
  name: 'web',
  namespace,
  createNamespace: true,
  chart: { repository, name: 'web', version: '1.0.0' },
});

const statuses = async (world: HelmWorld, namespace: string): Promise<string[]> =>
  (await listReleases(world.helm)).flatMap((found) => (found.namespace === namespace ? [found.status] : []));

test('a folder with a space in its name', async () => {
  await using world = await startHelm('4.2.3', kubernetes);
  giveHelmTs(world);
  const folder = join(world.directory, 'my charts');
  await writeChart(folder, webChart);

  await expect(helmTs.install('web', join(folder, 'web'))).rejects.toThrow('expected at most two arguments');

  const namespace = newNamespace();
  await converge(world.helm, [release(folder, namespace)]);
  expect(await statuses(world, namespace)).toEqual(['deployed']);
});

test('a name that a shell understands', async () => {
  await using world = await startHelm('4.2.3', kubernetes);
  giveHelmTs(world);
  const folder = join(world.directory, 'touched');
  await mkdir(folder);
  const command = (file: string): string => `site$(touch ${join(folder, file)})`;

  await helmTs.list({ namespace: command('by-helm-ts') }).catch(() => undefined);
  expect(await readdir(folder)).toEqual(['by-helm-ts']);

  const call = converge(world.helm, [release(world.directory, command('by-ours'))]);
  await expect(call).rejects.toMatchObject({ code: 'invalid-release' });
  await writeChart(join(world.directory, command('by-ours')), webChart);
  await converge(world.helm, [release(join(world.directory, command('by-ours')), newNamespace())]);
  expect(await readdir(folder)).toEqual(['by-helm-ts']);
});

test('a warning on stderr', async () => {
  await using world = await startHelm('4.2.3', kubernetes);
  giveHelmTs(world);
  await writeChart(world.directory, { ...webChart, about: 'deprecated: true\n' });
  const namespace = newNamespace();
  await kubernetes.kubectl(['create', 'namespace', namespace]);

  // It is installed all the same.
  const call = helmTs.install('web', join(world.directory, 'web'), { namespace });
  await expect(call).rejects.toThrow('deprecated');
  expect(await statuses(world, namespace)).toEqual(['deployed']);

  const ours = newNamespace();
  await converge(world.helm, [release(world.directory, ours)]);
  expect(await statuses(world, ours)).toEqual(['deployed']);
});

test('an installation that succeeds, and the same again', async () => {
  await using world = await startHelm('4.2.3', kubernetes);
  giveHelmTs(world);
  await writeChart(world.directory, webChart);
  const namespace = newNamespace();
  await kubernetes.kubectl(['create', 'namespace', namespace]);
  const install = (): Promise<unknown> => helmTs.install('web', join(world.directory, 'web'), { namespace });

  // It is installed, and told as an error: helm was not asked for the JSON that is parsed.
  await expect(install()).rejects.toThrow(SyntaxError);
  expect(await statuses(world, namespace)).toEqual(['deployed']);
  await expect(install()).rejects.toThrow('cannot reuse a name');

  const ours = release(world.directory, newNamespace());
  expect((await converge(world.helm, [ours])).changes).toHaveLength(1);
  expect((await converge(world.helm, [ours])).changes).toEqual([]);
});
