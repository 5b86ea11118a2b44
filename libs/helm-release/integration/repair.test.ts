import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { destroyReleases, listReleases, type DesiredRelease } from '@wescale/helm-release';
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

/** What is killed is given the time to be in the middle of something. */
const patientRelease = (world: HelmWorld, fields: Partial<DesiredRelease> = {}): Promise<DesiredRelease> =>
  webRelease(world, { timeoutSeconds: 120, ...fields });

async function until<T>(look: () => Promise<T | undefined>): Promise<T> {
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    await pause(50);
  }
}

/** Processes of helm that work in the folder of a test. */
async function helmProcesses(world: HelmWorld): Promise<number[]> {
  const found: number[] = [];
  for (const name of await readdir('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const environment = await readFile(`/proc/${name}/environ`, 'utf8').catch(() => '');
    if (environment.includes(`HELM_DATA_HOME=${world.helm.homeDirectory}/`)) found.push(Number(name));
  }
  return found;
}

const statusOf = async (world: HelmWorld, namespace: string): Promise<string | undefined> =>
  (await listReleases(world.helm)).find((release) => release.namespace === namespace)?.status;

/** Begins something that never comes to its end, and kills helm in the middle of it. */
async function killHelm(
  world: HelmWorld,
  status: string,
  namespace: string,
  work: Promise<unknown>,
): Promise<void> {
  const ended = expect(work).rejects.toMatchObject({ code: 'helm-failed' });
  await until(async () => ((await statusOf(world, namespace)) === status ? true : undefined));
  for (const pid of await helmProcesses(world)) process.kill(pid, 'SIGKILL');
  await ended;
  expect(await statusOf(world, namespace)).toBe(status);
}

describe.each(helmVersions)('helm %s', (version) => {
  test('killed in its first installation: the next run installs', async () => {
    await using world = await startHelm(version, kubernetes);
    const stuck = await patientRelease(world, { values: { deployment: true } });
    const { namespace } = stuck;
    await killHelm(world, 'pending-install', namespace, converge(world.helm, [stuck]));
    const mended = { ...stuck, values: { deployment: false } };
    const states: string[] = [];
    const { changes } = await converge(world.helm, [mended], {
      onProgress: ({ state }) => void states.push(state),
    });
    expect(changes).toMatchObject([{ action: 'install', repair: { kind: 'delete-record', revision: 1 } }]);
    expect(states).toEqual(['repairing', 'installing', 'done']);
    expect((await converge(world.helm, [mended])).changes).toEqual([]);
  });

  test('killed in an upgrade: the next run rolls back and upgrades', async () => {
    await using world = await startHelm(version, kubernetes);
    const good = await patientRelease(world, { values: { greeting: 'one' } });
    const { namespace } = good;
    await converge(world.helm, [good]);
    const stuck = { ...good, values: { greeting: 'two', deployment: true } };
    await killHelm(world, 'pending-upgrade', namespace, converge(world.helm, [stuck]));
    const mended = { ...good, values: { greeting: 'three' } };
    const { changes } = await converge(world.helm, [mended]);
    expect(changes).toMatchObject([{ action: 'upgrade', repair: { kind: 'roll-back', toRevision: 1 } }]);
    expect(changes[0]?.valuesDiff).toContain('-greeting: one\n+greeting: three\n');
    // What the killed upgrade had made is gone with the rollback.
    expect(await kubernetes.kubectl(['get', 'deployment', '-n', namespace, '-o', 'name'])).toBe('');
    expect((await converge(world.helm, [mended])).changes).toEqual([]);
  });

  test('killed while it uninstalls: it is destroyed, or installed again, by the next run', async () => {
    await using world = await startHelm(version, kubernetes);
    const held =
      'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: held, finalizers: [test.example/hold] }\n';
    const release = await patientRelease(world);
    const { namespace } = release;
    await writeChart(world.directory, {
      ...webChart,
      files: { ...webChart.files, 'templates/held.yaml': held },
    });
    const letGo = async (): Promise<unknown> =>
      kubernetes.kubectl([
        'patch',
        'configmap/held',
        '-n',
        namespace,
        '-p',
        '{"metadata":{"finalizers":null}}',
      ]);
    await converge(world.helm, [release]);
    await killHelm(world, 'uninstalling', namespace, destroyReleases(world.helm, [release]));
    await letGo();
    const { changes } = await converge(world.helm, [release]);
    expect(changes).toMatchObject([{ repair: { kind: 'finish-uninstall' } }]);
    expect((await converge(world.helm, [release])).changes).toEqual([]);

    await killHelm(world, 'uninstalling', namespace, destroyReleases(world.helm, [release]));
    await letGo();
    expect(await destroyReleases(world.helm, [release])).toEqual([`${namespace}/web`]);
    expect(await statusOf(world, namespace)).toBeUndefined();
  });

  test('if the whole run is killed, helm ends too, and its lock is free at once', async () => {
    await using world = await startHelm(version, kubernetes);
    const stuck = await patientRelease(world, { values: { deployment: true } });
    const { namespace } = stuck;
    const script = fileURLToPath(new URL('./apply-in-a-process.ts', import.meta.url));
    const input = {
      options: {
        helm: world.program,
        kubeconfig: kubernetes.kubeconfig,
        homeDirectory: world.helm.homeDirectory,
      },
      desired: [stuck],
    };
    await writeFile(join(world.directory, 'input.json'), JSON.stringify(input));
    const child = spawn(
      process.execPath,
      ['--conditions=@wescale/source', script, join(world.directory, 'input.json')],
      { stdio: ['ignore', 'ignore', 'inherit'] },
    );
    const ended = once(child, 'exit');
    await until(async () => ((await statusOf(world, namespace)) === 'pending-install' ? true : undefined));
    child.kill('SIGKILL');
    await ended;
    await until(async () => ((await helmProcesses(world)).length === 0 ? true : undefined));
    const mended = { ...stuck, values: { deployment: false } };
    await converge(world.helm, [mended]);
    expect((await converge(world.helm, [mended])).changes).toEqual([]);
  });
});

test('killed at any moment of an installation or an upgrade: the next run makes it as it should be', async () => {
  await using world = await startHelm('4.2.3', kubernetes);
  // The same helm, of which each installation or upgrade is killed after the seconds that stand in a file.
  const killed = join(world.directory, 'killed-helm');
  const limit = join(world.directory, 'seconds');
  await writeFile(
    killed,
    `#!/bin/sh\nif [ "$1" = upgrade ]; then exec timeout --signal=KILL "$(cat '${limit}')" '${world.program}' "$@"; fi\nexec '${world.program}' "$@"\n`,
    { mode: 0o755 },
  );
  const release = await patientRelease(world);
  const install = { ...release, namespace: newNamespace() };
  await converge(world.helm, [release]);
  let survived = 0;
  for (let step = 1; step <= 12; step += 1) {
    await writeFile(limit, String(step * 0.03));
    for (const fields of [release, install]) {
      const desired = { ...fields, values: { greeting: `step ${step}` } };
      const call = converge({ ...world.helm, program: killed }, [desired]);
      survived += await call.then(
        () => 1,
        () => 0,
      );
      await converge(world.helm, [desired]);
      expect((await converge(world.helm, [desired], { drift: true })).changes).toEqual([]);
    }
    await destroyReleases(world.helm, [install]);
  }
  expect(survived).toBeLessThan(24);
});

test('a pending revision of somebody else is not touched for a quarter of an hour', async () => {
  await using world = await startHelm('4.2.3', kubernetes);
  const release = await patientRelease(world, { values: { deployment: true } });
  const { namespace } = release;
  const byHand = spawn(world.program, [
    ...['install', 'web', join(world.directory, 'web'), '--namespace', namespace, '--create-namespace'],
    ...['--kubeconfig', kubernetes.kubeconfig, '--set', 'deployment=true', '--wait=watcher'],
  ]);
  const ended = once(byHand, 'exit');
  await until(async () => ((await statusOf(world, namespace)) === 'pending-install' ? true : undefined));
  byHand.kill('SIGKILL');
  await ended;
  const mended = { ...release, values: {} };
  const call = converge(world.helm, [mended]);
  await expect(call).rejects.toMatchObject({ code: 'release-pending' });
  await expect(call).rejects.toThrow('by something else than this library');

  const later = { ...world.helm, now: () => new Date(Date.now() + 16 * 60_000) };
  const { changes } = await converge(later, [mended]);
  expect(changes[0]?.repair?.kind).toBe('delete-record');
  expect((await plan(world.helm, [mended])).changes).toEqual([]);
});
