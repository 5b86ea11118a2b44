import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runTool } from '@wescale/build-cache';
import {
  ensureKapsuleRelease,
  kapsuleVersions,
  type KapsuleNodeCredentials,
} from '@wescale/stage-kubernetes';
import {
  anonymousStatus,
  apiName,
  childrenOf,
  configurationOf,
  type ControlPlane,
  freeLoopbackAddress,
  listenersOf,
  startControlPlane,
} from './control-plane.ts';

let directory = '';
const programs: Record<string, string> = {};
const [newer = '', older = ''] = kapsuleVersions;
const running: ControlPlane[] = [];

// Minutes, the first time on a machine.
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'kapsule-'));
  for (const version of kapsuleVersions) programs[version] = (await ensureKapsuleRelease(version)).file;
}, 1_800_000);

afterAll(async () => {
  for (const plane of running) await plane.end();
  await rm(directory, { recursive: true });
});

const start = async (name: string, address: string, version: string): Promise<ControlPlane> => {
  const plane = await startControlPlane(
    programs[version] ?? '',
    configurationOf(join(directory, name), address, version),
  );
  running.push(plane);
  return plane;
};

test('two live side by side, each with one open port, and keep what they know through a kill and an upgrade', async () => {
  const addresses = [await freeLoopbackAddress(6443), await freeLoopbackAddress(6443)];
  const [first = '', second = ''] = addresses;
  const [blue, green] = await Promise.all([start('blue', first, older), start('green', second, newer)]);

  for (const [plane, address] of [
    [blue, first],
    [green, second],
  ] as const) {
    const children = await childrenOf(plane.pid);
    expect(Object.keys(children).toSorted()).toEqual(
      ['etcd', 'kube-apiserver', 'kube-controller', 'kube-scheduler'].toSorted(),
    );
    expect(await listenersOf([plane.pid, ...Object.values(children)])).toEqual([`${address}:6443`]);
    for (const path of ['/', '/version', '/healthz', '/api/v1/namespaces'])
      expect(await anonymousStatus(`https://${address}:6443${path}`)).toBe(401);
  }
  const versionOf = async (plane: ControlPlane): Promise<string> => {
    const versions = JSON.parse(await plane.kubectl('version', '--output=json')) as {
      serverVersion: { gitVersion: string };
    };
    return versions.serverVersion.gitVersion;
  };
  expect(await versionOf(blue)).toBe(`v${older}`);
  expect(await versionOf(green)).toBe(`v${newer}`);

  await blue.kubectl('create', 'configmap', 'kept', '--from-literal=by=blue');
  await expect(green.kubectl('get', 'configmap', 'kept')).rejects.toThrow(/NotFound/);
  expect(await blue.kubectl('get', 'service/kube-dns', '--namespace=kube-system')).toContain('kube-dns');
  const classes = await blue.kubectl('get', 'storageclass');
  expect(classes).toMatch(/sbs-default \(default\) +csi\.scaleway\.com/);
  expect(classes).toMatch(/sbs-15k /);

  // A second one over the same folder would tear the first one's data apart.
  const again = configurationOf(join(directory, 'blue'), await freeLoopbackAddress(6443), older);
  await expect(startControlPlane(programs[older] ?? '', again)).rejects.toThrow(/another process runs/);
  expect(await readFile(join(directory, 'blue/control-plane.json'), 'utf8')).toContain(`"${first}"`);

  const children = Object.values(await childrenOf(blue.pid));
  await blue.end('SIGKILL');
  while (children.some((pid) => existsSync(`/proc/${String(pid)}`))) await sleep(20);
  const upgraded = await start('blue', first, newer);
  expect(await versionOf(upgraded)).toBe(`v${newer}`);
  expect(await upgraded.kubectl('get', 'configmap', 'kept', '--output=jsonpath={.data.by}')).toBe('blue');
  expect(await green.kubectl('get', 'nodes')).toBe('');
}, 120_000);

test('a node gets credentials of its own, also while the control plane is away', async () => {
  const program = programs[newer] ?? '';
  const folder = `--directory=${join(directory, 'blue')}`;
  const credentials = JSON.parse(
    await runTool(program, ['node-credentials', folder, '--name=node-1', '--address=192.0.2.1']),
  ) as KapsuleNodeCredentials;
  expect(credentials.serverName).toBe(apiName);
  expect(credentials.server).toMatch(/^https:\/\/127\..*:6443$/);
  expect(credentials.kubelet.key).toContain('PRIVATE KEY');
  const wrong = (...args: string[]): Promise<string> => runTool(program, ['node-credentials', ...args]);
  await expect(wrong(folder, '--name=Node', '--address=192.0.2.1')).rejects.toThrow(/--name=Node/);
  await expect(wrong('--directory=/nowhere', '--name=n', '--address=192.0.2.1')).rejects.toThrow(
    /no control plane was started there/,
  );
});

test('what it does not know is refused before anything is made', async () => {
  const configuration = configurationOf(join(directory, 'refused'), '127.0.0.1', older);
  const begin = (more: object): Promise<ControlPlane> =>
    startControlPlane(programs[newer] ?? '', { ...configuration, ...more });
  await expect(begin({})).rejects.toThrow(new RegExp(`this program is ${newer}, not \\\\"${older}`));
  await expect(begin({ version: newer, cni: 'cilium' })).rejects.toThrow(/unknown field \\"cni\\"/);
  expect(existsSync(configuration.directory)).toBe(false);
  await expect(ensureKapsuleRelease('v1.36.3')).rejects.toThrow(/is no version of Kapsule/);
});
