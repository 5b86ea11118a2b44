import { readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { connectToEmulator } from '@wescale/scaleway-emulator';
import type { Outsider, StageDescription } from '@wescale/stage';
import { startOutsider, startStage } from '@wescale/stage';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { diary, openTo, openToBlock, webBehindLoadBalancer, webOnEachNode } from './kapsule/board-objects.ts';
import { createKapsuleCluster, type KapsuleCluster } from './kapsule/kapsule-cluster.ts';
import { describeOnAStage } from './on-a-stage.ts';
import { scalewayApi, type ScalewayApi } from './scaleway-api.ts';

interface Pod {
  metadata: { name: string };
  status: { podIP?: string };
}

describeOnAStage('a cluster of Kapsule with two nodes', () => {
  let stage: StageDescription & AsyncDisposable;
  let outsider: Outsider;
  let api: ScalewayApi;
  let cluster: KapsuleCluster;
  let poolId: string;

  beforeAll(async () => {
    stage = await startStage();
    api = scalewayApi(stage);
    outsider = await startOutsider(stage);
    cluster = await createKapsuleCluster(stage, api, 'board', '1.35.3');
    await cluster.waitForStatus('pool_required');
    poolId = await cluster.createPool('default', 2);
    await cluster.waitForPool(poolId);
    await cluster.waitForStatus('ready');
  });

  afterAll(async () => {
    await cluster[Symbol.asyncDispose]();
    await outsider[Symbol.asyncDispose]();
    await stage[Symbol.asyncDispose]();
  });

  const versions = (): Promise<string> =>
    cluster.kubectl('get', 'nodes', '-o', 'jsonpath={.items[*].status.nodeInfo.kubeletVersion}');
  const total = async (path: string): Promise<number> =>
    ((await api.request('GET', path)) as { total_count: number }).total_count;

  test('its pods reach each other from node to node, as far as policies let them', async () => {
    expect(await versions()).toBe('v1.35.3 v1.35.3');
    await cluster.apply(webOnEachNode());
    const ready = ['get', 'daemonset', 'web', '-o', 'jsonpath={.status.numberReady}'];
    await cluster.until(ready, (count) => count === '2');
    const { items } = JSON.parse(await cluster.kubectl('get', 'pods', '-l', 'app=web', '-o', 'json')) as {
      items: [Pod, Pod];
    };
    const [{ metadata }, { status }] = items;
    const fetched = [
      'exec',
      metadata.name,
      '--',
      'timeout',
      '2',
      'wget',
      '-qO-',
      `http://${status.podIP ?? ''}:8080/`,
    ];
    await cluster.until(fetched, (answer) => answer === 'hello\n');
    await cluster.apply(openTo('nobody'));
    const isKeptOut = (): Promise<boolean> =>
      cluster.kubectl(...fetched).then(
        () => false,
        () => true,
      );
    await vi.waitUntil(isKeptOut, { timeout: 30_000, interval: 200 });
    await cluster.apply(openTo('web'));
    await cluster.until(fetched, (answer) => answer === 'hello\n');
    // The API lets it through; whether the zero means octal nobody says, and who does not know opens nothing.
    await cluster.apply(openToBlock('010.0.0.0/8'));
    await vi.waitUntil(isKeptOut, { timeout: 30_000, interval: 200 });
    await cluster.until(['get', 'events', '-o', 'jsonpath={.items[*].message}'], (messages) =>
      messages.includes('010.0.0.0/8'),
    );
    await cluster.apply(openToBlock('10.0.0.0/8'));
    await cluster.until(fetched, (answer) => answer === 'hello\n');
  });

  test('an upgrade that fails ends with the old control plane, the old nodes, and the reason in the log', async () => {
    // Has the program of the new version taken into the stage, and makes nothing.
    await connectToEmulator(stage.apiUrl).setQuota('k8s_clusters', 1);
    await expect(createKapsuleCluster(stage, api, 'second')).rejects.toThrow('quotas_exceeded');
    const program = path.join('/var/lib/hunt-stage', stage.name, 'kapsule-programs/1.36.3/kapsule');
    await rename(program, `${program}.good`);
    await writeFile(program, '#!/bin/sh\necho the dog ate it >&2; exit 1\n', { mode: 0o755 });
    const nodes = await cluster.nodes();
    await cluster.upgrade('1.36.3');
    await cluster.waitForPool(poolId);
    expect(await cluster.status()).toBe('ready');
    expect(JSON.parse(await cluster.kubectl('version', '-o', 'json'))).toMatchObject({
      serverVersion: { gitVersion: 'v1.35.3' },
    });
    expect(await cluster.nodes()).toMatchObject(nodes.map(({ id, name }) => ({ id, name, status: 'ready' })));
    expect(await readFile(path.join(stage.directory, 'stage.log'), 'utf8')).toContain('the dog ate it');
    await rename(`${program}.good`, program);
  });

  test('an upgrade by one minor replaces the control plane and then each node, and keeps what is in it', async () => {
    const [, service] = webBehindLoadBalancer();
    await cluster.apply(service ?? {}, ...diary());
    const address = await cluster.until(
      ['get', 'service', 'web', '-o', 'jsonpath={.status.loadBalancer.ingress[0].ip}'],
      (said) => said !== '',
    );
    await cluster.until(['logs', 'deployment/diary'], (said) => said === 'start\n');
    await cluster.upgrade('1.36.3');
    await cluster.waitForStatus('ready');
    expect(JSON.parse(await cluster.kubectl('version', '-o', 'json'))).toMatchObject({
      serverVersion: { gitVersion: 'v1.36.3' },
    });
    await cluster.waitForPool(poolId);
    // A pool is ready with its new nodes; the last old one may still be on its way out.
    await expect.poll(versions, { timeout: 60_000, interval: 500 }).toBe('v1.36.3 v1.36.3');
    await cluster.until(['logs', 'deployment/diary'], (said) => /^start\n(start\n)+$/.test(said));
    const curl = ['-sS', '-m', '5', `http://${address}/`];
    await vi.waitUntil(async () => (await outsider.run('curl', curl)).stdout === 'hello\n', {
      ...{ timeout: 60_000, interval: 200 },
    });
  });

  test('all that it made goes with it when that is asked for', async () => {
    await cluster.delete({ withAdditionalResources: true });
    const network = `/vpc/v2/regions/${stage.region}/private-networks/${cluster.privateNetworkId}`;
    await vi.waitUntil(
      async () =>
        (await total(`/lb/v1/zones/${stage.zone}/lbs`)) === 0 &&
        (await total(`/block/v1/zones/${stage.zone}/volumes`)) === 0,
      { timeout: 30_000, interval: 100 },
    );
    await expect(api.request('GET', network)).rejects.toThrow('404');
  });
});
