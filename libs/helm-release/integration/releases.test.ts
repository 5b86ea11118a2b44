import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { applyReleases, destroyReleases, listReleases } from '@wescale/helm-release';
import type { RunningKubernetes } from '@wescale/real-servers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { packChart, webChart, writeChart } from './charts.ts';
import {
  converge,
  helmVersions,
  type HelmWorld,
  plan,
  startCluster,
  startHelm,
  webRelease,
} from './world.ts';

let kubernetes: RunningKubernetes;
beforeAll(async () => {
  kubernetes = await startCluster();
});
afterAll(() => kubernetes[Symbol.asyncDispose]());

const configMap = async (namespace: string): Promise<Record<string, string>> =>
  (
    JSON.parse(await kubernetes.kubectl(['get', 'configmap', 'web', '-n', namespace, '-o', 'json'])) as {
      data: Record<string, string>;
    }
  ).data;

/** As somebody would do it by hand. */
const byHand = (world: HelmWorld, namespace: string, ...args: string[]): Promise<unknown> =>
  promisify(execFile)(world.program, [
    ...args,
    '--namespace',
    namespace,
    '--kubeconfig',
    kubernetes.kubeconfig,
  ]);

describe.each(helmVersions)('helm %s', (version) => {
  test('a release is installed, upgraded and destroyed, and doing each again changes nothing', async () => {
    await using world = await startHelm(version, kubernetes);
    const release = await webRelease(world, { values: { greeting: 'one' } });
    const { namespace } = release;
    const installed = await converge(world.helm, [release]);
    expect(installed.changes).toMatchObject([{ action: 'install', reason: 'it is not there' }]);
    expect(await configMap(namespace)).toMatchObject({ greeting: 'one' });

    expect(await plan(world.helm, [release])).toMatchObject({ changes: [], unchanged: [`${namespace}/web`] });

    const changed = { ...release, values: { greeting: 'two' } };
    const upgraded = await converge(world.helm, [changed]);
    expect(upgraded.changes).toMatchObject([{ action: 'upgrade', reason: 'values differ', fromRevision: 1 }]);
    expect(upgraded.changes[0]?.valuesDiff).toContain('-greeting: one\n+greeting: two\n');
    const [object] = upgraded.changes[0]?.objects ?? [];
    expect(object).toMatchObject({ action: 'change', object: { kind: 'ConfigMap', name: 'web' } });
    expect(object?.diff).toContain('-  greeting: one\n+  greeting: two\n');
    expect(await configMap(namespace)).toMatchObject({ greeting: 'two' });
    expect((await converge(world.helm, [changed])).changes).toEqual([]);
    expect(await listReleases(world.helm)).toContainEqual({
      namespace,
      name: 'web',
      revision: 2,
      status: 'deployed',
      isOurs: true,
    });

    expect(await destroyReleases(world.helm, [release])).toEqual([`${namespace}/web`]);
    expect(await destroyReleases(world.helm, [release])).toEqual([]);
    expect(await kubernetes.kubectl(['get', 'configmap,secret', '-n', namespace, '-o', 'name'])).toBe(
      'configmap/kube-root-ca.crt\n',
    );
    expect(await kubernetes.kubectl(['get', 'lease', '-n', 'kube-system', '-o', 'name'])).not.toContain(
      'helm',
    );
  });

  test('one request tells that many releases need nothing, and pinned charts are not fetched for it', async () => {
    await using world = await startHelm(version, kubernetes);
    const { sha256 } = await packChart(world.program, world.directory, webChart);
    const base = await webRelease(world);
    const chart = { ...base.chart, sha256 };
    const releases = ['a', 'b', 'c'].map((name) => ({ ...base, name, chart }));
    await converge(world.helm, releases);
    world.requests.length = 0;
    // Nobody answers there, and there is no helm.
    const elsewhere = releases.map((release) => ({
      ...release,
      chart: { ...chart, repository: 'http://127.0.0.1:1' },
    }));
    expect((await plan({ ...world.helm, program: '/nowhere/helm' }, elsewhere)).unchanged).toHaveLength(3);
    expect(world.requests).toEqual(['GET /api/v1/secrets?labelSelector=owner%3Dhelm']);
  });

  test('values that are taken out are gone, all of them too', async () => {
    await using world = await startHelm(version, kubernetes);
    const release = await webRelease(world, { values: { greeting: 'mine' } });
    await converge(world.helm, [release]);
    await converge(world.helm, [{ ...release, values: {} }]);
    expect(await configMap(release.namespace)).toMatchObject({ greeting: 'hello' });
  });

  test('another content under the same version of a chart is noticed and named', async () => {
    await using world = await startHelm(version, kubernetes);
    const release = await webRelease(world);
    await converge(world.helm, [release]);
    const extra = 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: extra }\n';
    const newer = {
      ...webChart,
      version: '1.1.0',
      files: { ...webChart.files, 'templates/extra.yaml': extra },
    };
    await writeChart(world.directory, newer);
    const chart = { ...release.chart, version: '1.1.0' };
    const { changes, unpinned } = await converge(world.helm, [{ ...release, chart }]);
    expect(changes[0]).toMatchObject({
      reason: 'the chart was web 1.0.0',
      previousChart: { name: 'web', version: '1.0.0' },
    });
    expect(changes[0]?.objects).toMatchObject([{ action: 'create', object: { name: 'extra' } }]);
    expect(unpinned[0]?.sha256).toBe(changes[0]?.chart.sha256);
    const back = await converge(world.helm, [{ ...release, chart }]);
    expect(back.changes).toEqual([]);
  });

  test('secrets are shown nowhere: not in the plan, not in its diffs, not when they change or go', async () => {
    await using world = await startHelm(version, kubernetes);
    const first = await webRelease(world, { secretValues: { password: 'correct-horse' } });
    const second = { ...first, secretValues: { password: 'battery-staple' } };
    const third = { ...first, secretValues: {} };
    const plans = [await converge(world.helm, [first]), await converge(world.helm, [second])];
    plans.push(await plan(world.helm, [third]));
    for (const made of plans) {
      expect(made.changes).toHaveLength(1);
      const hidden = /correct-horse|battery-staple|Y29ycmVjdC1ob3JzZ|YmF0dGVyeS1zdGFwbG/;
      expect(JSON.stringify(made)).not.toMatch(hidden);
    }
    expect(plans[1]?.changes[0]?.valuesDiff).toContain('-password: (secret)\n+password: (secret, changed)\n');
    expect(plans[1]?.changes[0]?.objects.map(({ object }) => object.kind)).toEqual(['Secret', 'ConfigMap']);
    expect(plans[2]?.changes[0]?.valuesDiff).toContain('-password: (secret)\n');
    expect(await configMap(first.namespace)).toMatchObject({ url: 'postgres://web:battery-staple@db' });
  });

  test('what somebody upgraded or rolled back by hand is put right', async () => {
    await using world = await startHelm(version, kubernetes);
    const release = await webRelease(world, { values: { greeting: 'ours' } });
    const { namespace } = release;
    await converge(world.helm, [release]);
    const chart = join(world.directory, 'web');
    await byHand(world, namespace, 'upgrade', 'web', chart, '--reuse-values', '--set', 'greeting=theirs');
    const { changes } = await converge(world.helm, [release]);
    expect(changes[0]?.reason).toBe('revision 2 was made by something else than this library');
    expect(changes[0]?.valuesDiff).toContain('-greeting: theirs\n+greeting: ours\n');
    await byHand(world, namespace, 'rollback', 'web', '2');
    expect((await converge(world.helm, [release])).changes).toHaveLength(1);
    expect((await converge(world.helm, [release])).changes).toEqual([]);
    expect(await configMap(namespace)).toMatchObject({ greeting: 'ours' });
  });

  test('drift is found when asked for, and put right', async () => {
    await using world = await startHelm(version, kubernetes);
    const release = await webRelease(world, {
      values: { deployment: true },
      wait: 'hookOnly',
      forceConflicts: true,
    });
    const { namespace } = release;
    await converge(world.helm, [release]);
    expect((await plan(world.helm, [release], { drift: true })).changes).toEqual([]);
    const patch = '{"data":{"greeting":"patched"}}';
    await kubernetes.kubectl(['patch', 'configmap', 'web', '-n', namespace, '-p', patch]);
    await kubernetes.kubectl(['delete', 'secret', 'web', '-n', namespace]);
    await kubernetes.kubectl(['scale', 'deployment', 'web', '-n', namespace, '--replicas', '0']);
    expect((await plan(world.helm, [release])).changes).toEqual([]);
    const { changes } = await converge(world.helm, [release], { drift: true });
    // The chart says nothing of replicas: scaling is nobody's drift.
    expect(changes[0]?.reason).toBe('Secret web, ConfigMap web: no longer as installed');
    expect(changes[0]?.objects.map(({ action }) => action)).toEqual(['create', 'change']);
    expect(changes[0]?.objects[1]?.diff).toContain('-  greeting: patched\n+  greeting: hello\n');
    expect(await configMap(namespace)).toMatchObject({ greeting: 'hello' });
    expect((await converge(world.helm, [release], { drift: true })).changes).toEqual([]);
  });

  test('fields that somebody else set are a conflict, and taken back when that is wanted', async () => {
    await using world = await startHelm(version, kubernetes);
    const release = await webRelease(world, { values: { greeting: 'one' } });
    await converge(world.helm, [release]);
    const patch = '{"data":{"greeting":"patched"}}';
    await kubernetes.kubectl(['patch', 'configmap', 'web', '-n', release.namespace, '-p', patch]);
    const changed = { ...release, values: { greeting: 'two' } };
    await expect(converge(world.helm, [changed])).rejects.toMatchObject({ code: 'conflict' });
    await converge(world.helm, [{ ...changed, forceConflicts: true }]);
    expect(await configMap(release.namespace)).toMatchObject({ greeting: 'two' });
  });

  test('a plan that is no longer true is refused, and nothing is done', async () => {
    await using world = await startHelm(version, kubernetes);
    const release = await webRelease(world, { values: { greeting: 'one' } });
    const stale = await plan(world.helm, [release]);
    await converge(world.helm, [release]);
    await expect(applyReleases(world.helm, stale, [release])).rejects.toMatchObject({ code: 'plan-stale' });
    expect(
      (await listReleases(world.helm)).find(({ namespace }) => namespace === release.namespace),
    ).toMatchObject({ revision: 1 });
  });

  test('a chart that has changed since the plan is refused', async () => {
    await using world = await startHelm(version, kubernetes);
    const release = await webRelease(world);
    const made = await plan(world.helm, [release]);
    await writeChart(world.directory, { ...webChart, about: 'description: another one\n' });
    await expect(applyReleases(world.helm, made, [release])).rejects.toMatchObject({
      code: 'chart-digest-mismatch',
    });
    expect((await converge(world.helm, [release])).changes).toMatchObject([{ action: 'install' }]);
  });

  test('values that somebody else installed are shown, passwords among them are not', async () => {
    await using world = await startHelm(version, kubernetes);
    const release = await webRelease(world, { values: { greeting: 'ours' } });
    const { namespace } = release;
    const values = ['--set', 'greeting=theirs,password=correct-horse'];
    const chart = join(world.directory, 'web');
    await byHand(world, namespace, 'install', 'web', chart, '--create-namespace', ...values);
    const made = await plan(world.helm, [release]);
    expect(made.changes[0]?.valuesDiff).toBe(
      '@@ -1,2 +1,1 @@\n-greeting: theirs\n-password: (secret)\n+greeting: ours\n',
    );
    expect(made.changes[0]?.previousChart).toEqual({ name: 'web', version: '1.0.0' });
    expect(JSON.stringify(made)).not.toContain('correct-horse');
  });

  test('what the cluster refuses has a code and the words of who refused it', async () => {
    await using world = await startHelm(version, kubernetes);
    const release = await webRelease(world, { createNamespace: false });
    await expect(converge(world.helm, [release])).rejects.toMatchObject({ code: 'namespace-missing' });

    const wrong =
      'apiVersion: v1\nkind: Service\nmetadata: { name: x }\nspec: { ports: [{ port: 99999 }] }\n';
    await writeChart(world.directory, {
      name: 'wrong',
      version: '1.0.0',
      files: { 'templates/a.yaml': wrong },
    });
    const refused = { ...(await webRelease(world)), chart: { ...release.chart, name: 'wrong' } };
    await expect(converge(world.helm, [refused])).rejects.toMatchObject({ code: 'objects-refused' });

    const theirs = await webRelease(world);
    await kubernetes.kubectl(['create', 'namespace', theirs.namespace]);
    await kubernetes.kubectl(['create', 'configmap', 'web', '-n', theirs.namespace]);
    await expect(converge(world.helm, [theirs])).rejects.toMatchObject({ code: 'conflict' });
  });
});
