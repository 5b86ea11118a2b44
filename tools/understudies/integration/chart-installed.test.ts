import { startKubernetes, type RunningKubernetes } from '@wescale/real-servers';
import { rancherChartFolders } from '@wescale/understudies';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { helm } from './helm.ts';

let kubernetes: RunningKubernetes;
let folders: readonly string[];
beforeAll(async () => {
  [kubernetes, folders] = await Promise.all([startKubernetes(), rancherChartFolders()]);
});
afterAll(async () => {
  await kubernetes[Symbol.asyncDispose]();
});

const values = { hostname: 'rancher.example.com', replicas: 1, tls: 'external', ingress: { enabled: false } };

/** Without waiting: there is no node that would run the pod. */
async function run(command: 'upgrade' | 'uninstall', version = '', bootstrapPassword = ''): Promise<void> {
  const folder = folders.find((one) => one.includes(`rancher-${version}-`)) ?? '';
  const inNamespace = ['--namespace', 'cattle-system'];
  if (command === 'uninstall') await helm([command, 'rancher', ...inNamespace], { kubernetes });
  else
    await helm([command, 'rancher', folder, '--install', '--create-namespace', ...inNamespace], {
      values: { ...values, bootstrapPassword },
      kubernetes,
    });
}

async function read(object: string, path: string): Promise<string> {
  const asked = ['get', ...object.split(' '), '--namespace', 'cattle-system', '--output', `jsonpath=${path}`];
  return kubernetes.kubectl(asked);
}

test('a bootstrap password that is there wins over the value, through an upgrade and after an uninstall', async () => {
  const password = async (): Promise<string> =>
    atob(await read('secret bootstrap-secret', '{.data.bootstrapPassword}'));
  const image = (): Promise<string> =>
    read('deployment rancher', '{.spec.template.spec.containers[0].image}');
  await run('upgrade', '2.15.0', 'the-first-password');
  expect([await password(), await image()]).toEqual(['the-first-password', 'rancher/rancher:v2.15.0']);
  await run('upgrade', '2.15.1', 'the-second-password');
  expect([await password(), await image()]).toEqual(['the-first-password', 'rancher/rancher:v2.15.1']);
  await run('uninstall');
  await run('upgrade', '2.15.1', 'the-third-password');
  expect(await password()).toBe('the-first-password');
});

test('2.14.4 does not go onto this cluster', async () => {
  await expect(run('upgrade', '2.14.4', 'any-password')).rejects.toThrow(
    /incompatible with Kubernetes v1\.36/,
  );
});
