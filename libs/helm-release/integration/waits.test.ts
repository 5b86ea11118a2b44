import {
  applyReleases,
  type AwaitedObject,
  type DesiredRelease,
  type ReleaseProgress,
  type WaitTimedOutError,
} from '@wescale/helm-release';
import type { RunningKubernetes } from '@wescale/real-servers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { webChart, writeChart } from './charts.ts';
import {
  converge,
  helmVersions,
  type HelmWorld,
  newNamespace,
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

/** Its Deployment never becomes ready, since there is no node. */
const neverReady = (world: HelmWorld, timeoutSeconds: number): Promise<DesiredRelease> =>
  webRelease(world, {
    timeoutSeconds,
    values: { deployment: true },
    secretValues: { password: 'correct-horse' },
  });

describe.each(helmVersions)('helm %s', (version) => {
  test('while it waits it tells what for, and when the time is over the error does', async () => {
    await using world = await startHelm(version, kubernetes);
    const release = await neverReady(world, 6);
    const told: AwaitedObject[] = [];
    const onProgress = (progress: ReleaseProgress): void => {
      if (progress.state === 'awaiting') told.push(...progress.awaited);
    };
    const failure = converge(world.helm, [release], { onProgress });
    await expect(failure).rejects.toMatchObject({ code: 'wait-timed-out' });
    const deployment = {
      kind: 'Deployment',
      namespace: release.namespace,
      name: 'web',
      state: '0 of 1 ready',
    };
    expect(told).toContainEqual(expect.objectContaining(deployment));
    const error = (await failure.catch((caught: unknown) => caught)) as WaitTimedOutError;
    expect(error.awaited).toMatchObject([deployment]);
    expect(error.awaited[0]?.events.map(({ reason }) => reason)).toContain('FailedScheduling');
    expect(error.message).toContain('FailedScheduling: ');
    expect(error.helmText).toMatch(/Deployment|deadline/);

    const mended = { ...release, values: { deployment: false } };
    const { changes } = await converge(world.helm, [mended]);
    expect(changes).toMatchObject([{ action: 'upgrade', reason: 'revision 1 is failed' }]);
    expect((await converge(world.helm, [mended])).changes).toEqual([]);
  });

  test('an upgrade that is rolled back when it fails leaves what was there, and tells what it waited for', async () => {
    await using world = await startHelm(version, kubernetes);
    const stuck = { ...(await neverReady(world, 6)), rollBackOnFailure: true };
    const good = { ...stuck, values: { greeting: 'one' } };
    await converge(world.helm, [good]);
    await expect(converge(world.helm, [stuck])).rejects.toMatchObject({
      code: 'wait-timed-out',
      awaited: [{ kind: 'Deployment', state: '0 of 1 ready' }],
    });
    const { namespace } = stuck;
    expect(await kubernetes.kubectl(['get', 'deployment', '-n', namespace, '-o', 'name'])).toBe('');
    await converge(world.helm, [good]);
    expect((await converge(world.helm, [good])).changes).toEqual([]);
  });

  test('a hook that never ends is named', async () => {
    await using world = await startHelm(version, kubernetes);
    const job = [
      'apiVersion: batch/v1',
      'kind: Job',
      'metadata: { name: migrate, annotations: { "helm.sh/hook": pre-install } }',
      'spec: { template: { spec: { restartPolicy: Never, containers: [{ name: a, image: "registry.invalid/a:1" }] } } }',
      '',
    ].join('\n');
    await writeChart(world.directory, {
      ...webChart,
      files: { ...webChart.files, 'templates/job.yaml': job },
    });
    const chart = { repository: world.directory, name: 'web', version: '1.0.0' };
    const release = {
      name: 'web',
      namespace: newNamespace(),
      createNamespace: true,
      timeoutSeconds: 4,
      chart,
    };
    const { objects } = (await plan(world.helm, [release])).changes[0]!;
    expect(objects.map(({ object }) => object.kind)).toEqual(['Secret', 'ConfigMap']);
    const failure = converge(world.helm, [release]);
    await expect(failure).rejects.toMatchObject({
      code: 'wait-timed-out',
      awaited: [{ kind: 'Job', name: 'migrate' }],
    });
  });

  test('an abort ends helm, and the next run goes on from there', async () => {
    await using world = await startHelm(version, kubernetes);
    const release = await neverReady(world, 120);
    const abort = new AbortController();
    const reason = new Error('interrupted');
    const onProgress = ({ state }: ReleaseProgress): void => {
      if (state === 'awaiting') abort.abort(reason);
    };
    const call = converge(world.helm, [release], { signal: abort.signal, onProgress });
    await expect(call).rejects.toBe(reason);
    const mended = { ...release, values: { deployment: false } };
    await converge(world.helm, [mended]);
    expect((await converge(world.helm, [mended])).changes).toEqual([]);
  });

  test('a release that is being changed is left to who changes it', async () => {
    await using world = await startHelm(version, kubernetes);
    const release = await neverReady(world, 120);
    const abort = new AbortController();
    let isWaiting = (): void => undefined;
    const waiting = new Promise<void>((resolve) => (isWaiting = resolve));
    const first = converge(world.helm, [release], {
      signal: abort.signal,
      onProgress: ({ state }) => state === 'awaiting' && isWaiting(),
    });
    const ended = expect(first).rejects.toThrow();
    await waiting;
    const second = await plan(world.helm, [release]);
    expect(second.changes[0]?.repair?.kind).toBe('none-possible');
    expect(second.changes[0]?.reason).toMatch(/ process \d+ .* is at work on it since /);
    await expect(applyReleases(world.helm, second, [release])).rejects.toMatchObject({
      code: 'release-locked',
      holder: { identity: expect.stringContaining(`process ${process.pid}`) as string },
    });
    abort.abort();
    await ended;
  });
});
