import {
  applyReleases,
  destroyReleases,
  type DesiredRelease,
  type ReleaseProgress,
} from '@wescale/helm-release';
import type { RunningKubernetes } from '@wescale/real-servers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { converge, plan, startCluster, startHelm, webRelease, type HelmWorld } from './world.ts';

let kubernetes: RunningKubernetes;
beforeAll(async () => {
  kubernetes = await startCluster();
});
afterAll(() => kubernetes[Symbol.asyncDispose]());

async function describeReleases(
  world: HelmWorld,
  order: Record<string, string[]>,
): Promise<DesiredRelease[]> {
  const release = await webRelease(world);
  return Object.entries(order).map(([name, after]) => ({
    ...release,
    name,
    after: after.map((id) => `${release.namespace}/${id}`),
  }));
}

const record = (told: string[]) => (progress: ReleaseProgress) => {
  const state = progress.state === 'failed' ? `failed ${progress.error.message}` : progress.state;
  told.push(`${progress.release.replace(/.*\//, '')} ${state}`);
};

test('releases are brought up after those they name, independent ones at once, and go in reverse', async () => {
  await using world = await startHelm('4.2.3', kubernetes);
  const releases = await describeReleases(world, {
    top: ['left', 'right'],
    left: ['base'],
    right: ['base'],
    base: [],
  });
  const told: string[] = [];
  const { changes } = await converge(world.helm, releases, { onProgress: record(told) });
  expect(changes.map(({ name }) => name)).toEqual(['base', 'left', 'right', 'top']);
  const at = (event: string): number => told.indexOf(event);
  expect(at('base done')).toBeLessThan(at('left installing'));
  expect(at('right installing')).toBeLessThan(at('left done'));
  expect(at('left installing')).toBeLessThan(at('right done'));
  expect(Math.max(at('left done'), at('right done'))).toBeLessThan(at('top installing'));
  expect((await converge(world.helm, releases)).changes).toEqual([]);

  const gone: string[] = [];
  await destroyReleases(world.helm, releases, { onProgress: record(gone) });
  expect(gone[0]).toBe('top uninstalling');
  expect(gone.at(-1)).toBe('base done');
});

test('a failure is thrown once, what it does not stop comes to its end, and what waits for it is not begun', async () => {
  await using world = await startHelm('4.2.3', kubernetes);
  const [bad, good, later] = await describeReleases(world, { bad: [], good: [], later: ['bad', 'good'] });
  const releases = [{ ...bad!, timeoutSeconds: 3, values: { deployment: true } }, good!, later!];
  const told: string[] = [];
  const failure = converge(world.helm, releases, { onProgress: record(told) });
  await expect(failure).rejects.toMatchObject({ code: 'wait-timed-out' });
  expect(told.join('\n')).toMatch(/^bad failed .*not ready after 3 s/m);
  expect(told).toContain('good done');
  expect(told.filter((line) => line.startsWith('later'))).toEqual([]);
  const mended = [{ ...releases[0]!, values: {} }, good!, later!];
  expect((await converge(world.helm, mended)).changes.map(({ name }) => name)).toEqual(['bad', 'later']);
});

test('a circle is refused before anything is done', async () => {
  await using world = await startHelm('4.2.3', kubernetes);
  const releases = await describeReleases(world, { a: ['b'], b: ['a'] });
  await expect(plan(world.helm, releases)).rejects.toMatchObject({ code: 'invalid-release' });
  expect(world.requests).toEqual([]);
});

test('a run whose lock is taken by another ends its helm, and leaves the lock to the other', async () => {
  await using world = await startHelm('4.2.3', kubernetes);
  const [release] = await describeReleases(world, { web: [] });
  const stuck = { ...release!, timeoutSeconds: 120, values: { deployment: true } };
  const lease = ['lease', `helm-release.${stuck.namespace}.web`, '--namespace', 'kube-system'];
  const made = await plan(world.helm, [stuck]);
  let taken: Promise<string> | undefined;
  const thief = JSON.stringify({ spec: { holderIdentity: 'elsewhere process 7 (x y)' } });
  const applying = applyReleases(world.helm, made, [stuck], {
    onProgress: ({ state }) => {
      if (state === 'installing')
        taken = kubernetes.kubectl(['patch', ...lease, '--type=merge', '--patch', thief]);
    },
  });
  await expect(applying).rejects.toMatchObject({
    code: 'lock-lost',
    message: expect.stringContaining('elsewhere process 7 (x y) has taken it') as string,
  });
  await taken;
  expect(await kubernetes.kubectl(['get', ...lease, '--output', 'jsonpath={.spec.holderIdentity}'])).toMatch(
    /^elsewhere/,
  );
  expect(
    await kubernetes.kubectl([
      'get',
      'secret',
      '-n',
      stuck.namespace,
      '-l',
      'owner=helm',
      '-o',
      'jsonpath={.items[*].metadata.labels.status}',
    ]),
  ).toBe('failed');
  await kubernetes.kubectl(['delete', ...lease]);
});
