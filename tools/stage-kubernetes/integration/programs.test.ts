import { mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runTool } from '@wescale/build-cache';
import { ensureKubernetes, type KubernetesPrograms } from '@wescale/stage-kubernetes';

let directory = '';
let programs: KubernetesPrograms;

// Minutes, the first time on a machine.
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'stage-kubernetes-'));
  programs = await ensureKubernetes();
}, 1_800_000);

afterAll(() => rm(directory, { recursive: true }));

test('they say which version they are, by their first argument and by the name they are called by', async () => {
  const { kube, coredns, version } = programs;
  expect(await runTool(kube, ['kubectl', 'version', '--client'])).toContain(`Client Version: ${version}\n`);
  expect(await runTool(kube, ['kubelet', '--version'])).toBe(`Kubernetes ${version}\n`);
  await symlink(kube, join(directory, 'kube-apiserver'));
  expect(await runTool(join(directory, 'kube-apiserver'), ['--version'])).toBe(`Kubernetes ${version}\n`);
  expect(await runTool(kube, ['etcd', '--version'])).toMatch(/^etcd Version: 3\.6\.8\n/);
  expect(await runTool(coredns, ['-version'])).toMatch(/^CoreDNS-1\.15\.0\n/);
});

test('a name that none has is refused, with the names there are', async () => {
  await expect(runTool(programs.kube, ['kube-nothing'])).rejects.toThrow(/kube-apiserver.*kubelet/s);
});

test('with HUNT_STAGE_KUBERNETES they are taken from the folder it names, which must have them', async () => {
  const before = process.env['HUNT_STAGE_KUBERNETES'];
  const folder = await mkdtemp(join(directory, 'ready-made-'));
  try {
    process.env['HUNT_STAGE_KUBERNETES'] = folder;
    await expect(ensureKubernetes()).rejects.toThrow(/which has no program kube$/);
    await symlink(programs.kube, join(folder, 'kube'));
    await symlink(programs.coredns, join(folder, 'coredns'));
    expect(await ensureKubernetes()).toMatchObject({ kube: join(folder, 'kube') });
  } finally {
    if (before === undefined) delete process.env['HUNT_STAGE_KUBERNETES'];
    else process.env['HUNT_STAGE_KUBERNETES'] = before;
  }
});
