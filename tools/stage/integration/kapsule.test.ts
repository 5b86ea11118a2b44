import { connectToEmulator } from '@wescale/scaleway-emulator';
import type { Outsider, StageDescription } from '@wescale/stage';
import { stageStatus, startOutsider, startStage } from '@wescale/stage';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { diary, webBehindLoadBalancer } from './kapsule/board-objects.ts';
import { createKapsuleCluster, type KapsuleCluster } from './kapsule/kapsule-cluster.ts';
import { describeOnAStage } from './on-a-stage.ts';
import { scalewayApi, type ScalewayApi } from './scaleway-api.ts';
import { tracesOf } from './traces.ts';

interface BlockVolume {
  id: string;
  name: string;
  size: number;
  status: string;
  references: { product_resource_id: string }[];
}

describeOnAStage('a cluster of Kapsule', () => {
  let stage: StageDescription & AsyncDisposable;
  let outsider: Outsider;
  let api: ScalewayApi;
  let cluster: KapsuleCluster;
  let poolId: string;
  let loadBalancer: string;

  beforeAll(async () => {
    stage = await startStage();
    api = scalewayApi(stage);
    outsider = await startOutsider(stage);
    cluster = await createKapsuleCluster(stage, api, 'board');
  });

  afterAll(async () => {
    await cluster[Symbol.asyncDispose]();
    await outsider[Symbol.asyncDispose]();
    await stage[Symbol.asyncDispose]();
    expect(tracesOf(stage)).toEqual([]);
  });

  const servers = async (): Promise<{ id: string; name: string; tags: string[] }[]> =>
    (
      (await api.request('GET', `/instance/v1/zones/${stage.zone}/servers`)) as {
        servers: { id: string; name: string; tags: string[] }[];
      }
    ).servers;
  const loadBalancers = async (): Promise<{ id: string; name: string; ip: { ip_address: string }[] }[]> =>
    (
      (await api.request('GET', `/lb/v1/zones/${stage.zone}/lbs`)) as {
        lbs: { id: string; name: string; ip: { ip_address: string }[] }[];
      }
    ).lbs;
  const volumes = async (): Promise<BlockVolume[]> =>
    (
      (await api.request('GET', `/block/v1/zones/${stage.zone}/volumes`)) as { volumes: BlockVolume[] }
    ).volumes.filter(({ name }) => name.includes('pvc-'));
  const curl = async (...args: string[]): Promise<string> =>
    (await outsider.run('curl', ['-sS', '-m', '5', ...args])).stdout;
  const diaryOf = (): Promise<string> => cluster.kubectl('logs', 'deployment/diary');

  test('a control plane is there without a pool: its kubeconfig can be had, its name leads nowhere', async () => {
    await cluster.waitForStatus('pool_required');
    expect(await cluster.kubeconfig()).toContain(`server: https://${cluster.hostname}:6443`);
    expect(await cluster.lookUpApi()).toBe('');
    expect(await servers()).toEqual([]);
  });

  test('with a first pool it has a node, which is a server, and the API answers at its name', async () => {
    poolId = await cluster.createPool('default', 1);
    await cluster.waitForPool(poolId);
    await cluster.waitForStatus('ready');
    const [node] = await cluster.nodes();
    expect(node?.status).toBe('ready');
    const nodes = await cluster.kubectl('get', 'nodes', '-o', 'jsonpath={.items[*].spec.providerID}');
    expect(nodes).toBe(node?.provider_id);
    expect(await servers()).toMatchObject([
      {
        name: node?.name,
        tags: expect.arrayContaining([`kapsule=${cluster.id}`, `pool=${poolId}`]) as string[],
      },
    ]);
    expect((await stageStatus({ name: stage.name }))[0]?.clusters).toMatchObject([
      {
        ...{ id: cluster.id, name: 'board', version: '1.36.3', status: 'ready' },
        nodes: [{ name: node?.name, address: node?.public_ip_v4, isReady: true }],
        api: `${await cluster.lookUpApi()}:6443`,
      },
    ]);
    const { stdout } = await outsider.run('dig', [
      ...[`@${stage.resolver}`, `x.${cluster.id}.nodes.k8s.fr-par.scw.cloud`, '+short'],
    ]);
    expect(stdout.trim()).toBe(node?.public_ip_v4);
  });

  test('a Service of type LoadBalancer is one that the API lists, and that answers from outside', async () => {
    await cluster.apply(...webBehindLoadBalancer());
    loadBalancer = await cluster.until(
      ['get', 'service', 'web', '-o', 'jsonpath={.status.loadBalancer.ingress[0].ip}'],
      (address) => address !== '',
    );
    await vi.waitUntil(async () => (await curl(`http://${loadBalancer}/`)) === 'hello\n', {
      ...{ timeout: 60_000, interval: 100 },
    });
    const uid = await cluster.kubectl('get', 'service', 'web', '-o', 'jsonpath={.metadata.uid}');
    expect(await loadBalancers()).toMatchObject([
      { name: `${cluster.id}_${uid}`, ip: [{ ip_address: loadBalancer }] },
    ]);
  });

  test('its pods find the names of the stage', async () => {
    // The cluster's own name server may still be on its way.
    const address = await cluster.lookUpApi();
    const asked = ['exec', 'deployment/web', '--', 'nslookup', cluster.hostname];
    await cluster.until(asked, (answer) => answer.includes(address));
  });

  test('a call of the cloud controller that fails, or whose answer is lost, is made again and doubles nothing', async () => {
    const control = connectToEmulator(stage.apiUrl);
    const calls = [
      'createLoadBalancer',
      'setLoadBalancer',
      'createVolume',
      'deleteLoadBalancer',
      'deleteVolume',
    ];
    for (const call of calls) {
      await control.inject({ method: 'CLOUD', path: `/${call}`, kind: 'server_error' });
      await control.inject({ method: 'CLOUD', path: `/${call}`, kind: 'reply_lost', nth: 2 });
    }
    const [, service] = webBehindLoadBalancer();
    const metadata = { name: 'faulty', namespace: 'default' };
    await cluster.apply({ ...service, metadata }, { ...diary()[0], metadata });
    const address = await cluster.until(
      ['get', 'service', 'faulty', '-o', 'jsonpath={.status.loadBalancer.ingress[0].ip}'],
      (said) => said !== '',
    );
    await vi.waitUntil(async () => (await curl(`http://${address}/`)) === 'hello\n', {
      ...{ timeout: 60_000, interval: 100 },
    });
    const phase = ['get', 'pvc', 'faulty', '-o', 'jsonpath={.status.phase}'];
    await cluster.until(phase, (said) => said === 'Bound');
    expect(await loadBalancers()).toHaveLength(2);
    expect(await volumes()).toHaveLength(1);
    await cluster.kubectl('delete', 'service/faulty', 'pvc/faulty');
    await vi.waitUntil(async () => (await loadBalancers()).length === 1 && (await volumes()).length === 0, {
      ...{ timeout: 30_000, interval: 100 },
    });
  });

  test('a Service that asks for what nobody plays is told so and gets nothing', async () => {
    const name = 'service.beta.kubernetes.io/scw-loadbalancer-proxy-protocol-v2';
    const [, service] = webBehindLoadBalancer({ [name]: 'true' });
    await cluster.apply({
      ...service,
      metadata: { name: 'odd', namespace: 'default', annotations: { [name]: 'true' } },
    });
    const events = ['get', 'events', '-o', 'jsonpath={.items[*].message}'];
    await cluster.until(events, (messages) => messages.includes(name));
    expect(await loadBalancers()).toHaveLength(1);
    await cluster.kubectl('delete', 'service', 'odd');
  });

  test('from outside only ports of the load balancer answer: no node port, no kubelet, no API for strangers', async () => {
    const [node] = await cluster.nodes();
    const nodePort = Number(
      await cluster.kubectl('get', 'service', 'web', '-o', 'jsonpath={.spec.ports[0].nodePort}'),
    );
    const closed = [nodePort, 22, 10250, 10256, 6443];
    expect(await outsider.probePorts(node?.public_ip_v4 ?? '', closed)).toEqual(
      Object.fromEntries(closed.map((port) => [port, 'filtered'])),
    );
    expect(await outsider.probePorts(loadBalancer, [80, nodePort, 443])).toEqual({
      ...{ 80: 'open', 443: 'closed', [nodePort]: 'closed' },
    });
    const address = await cluster.lookUpApi();
    expect(await outsider.probePorts(address, [6443, 2379, 10257, 10259])).toEqual({
      ...{ 6443: 'open', 2379: 'filtered', 10257: 'filtered', 10259: 'filtered' },
    });
    expect(await curl('-k', `https://${address}:6443/api/v1/secrets`)).toMatch(/"code": 40[13]/);
  });

  test('who is not among the allowed sources does not reach the API', async () => {
    const acls = `/k8s/v1/regions/${stage.region}/clusters/${cluster.id}/acls`;
    const allow = (ip: string): Promise<unknown> => api.request('PUT', acls, { acls: [{ ip }] });
    const address = await cluster.lookUpApi();
    const probe = async (): Promise<string> => (await outsider.probePorts(address, [6443]))[6443];
    await allow('192.0.2.0/24');
    await vi.waitUntil(async () => (await probe()) === 'filtered', { timeout: 20_000 });
    await allow('0.0.0.0/0');
    await vi.waitUntil(async () => (await probe()) === 'open', { timeout: 20_000 });
  });

  test('a claim becomes a block volume that is attached where its pod runs, and can grow', async () => {
    await cluster.apply(...diary());
    await cluster.until(['logs', 'deployment/diary'], (said) => said === 'start\n');
    const [server] = await servers();
    await vi.waitUntil(async () => (await volumes())[0]?.references[0]?.product_resource_id === server?.id, {
      ...{ timeout: 20_000, interval: 100 },
    });
    expect(await volumes()).toMatchObject([{ size: 5 * 2 ** 30, status: 'in_use' }]);
    const more = JSON.stringify({ spec: { resources: { requests: { storage: '6Gi' } } } });
    await cluster.kubectl('patch', 'pvc', 'diary', '-p', more);
    await cluster.until(
      ['get', 'pvc', 'diary', '-o', 'jsonpath={.status.capacity.storage}'],
      (size) => size === '6Gi',
    );
    expect(await volumes()).toMatchObject([{ size: 6 * 2 ** 30 }]);
  });

  test('its data outlive the pod', async () => {
    await cluster.kubectl('rollout', 'restart', 'deployment/diary');
    await cluster.until(['logs', 'deployment/diary'], (said) => said === 'start\nstart\n');
  });

  test('the control plane outlives its last pool, and the data outlive the node', async () => {
    await cluster.deletePool(poolId);
    await cluster.waitForStatus('pool_required');
    expect(await servers()).toEqual([]);
    expect(await cluster.kubectl('get', 'nodes', '-o', 'name')).toBe('');
    await vi.waitUntil(async () => (await volumes())[0]?.status === 'available', { timeout: 20_000 });
    await cluster.waitForPool(await cluster.createPool('second', 1));
    await cluster.until(
      ['get', 'pods', '-l', 'app=diary', '-o', 'jsonpath={.items[*].status.phase}'],
      (phase) => phase === 'Running',
    );
    expect(await diaryOf()).toBe('start\nstart\nstart\n');
    await vi.waitUntil(async () => (await curl(`http://${loadBalancer}/`)) === 'hello\n', {
      ...{ timeout: 60_000, interval: 100 },
    });
  });

  test('a load balancer and a volume go with their Service and their claim', async () => {
    const [, service] = webBehindLoadBalancer();
    const metadata = { name: 'short', namespace: 'default' };
    await cluster.apply({ ...service, metadata });
    await cluster.apply({ ...diary()[0], metadata });
    await vi.waitUntil(async () => (await loadBalancers()).length === 2 && (await volumes()).length === 2, {
      ...{ timeout: 30_000, interval: 100 },
    });
    await cluster.kubectl('delete', 'service/short', 'pvc/short');
    await vi.waitUntil(async () => (await loadBalancers()).length === 1 && (await volumes()).length === 1, {
      ...{ timeout: 30_000, interval: 100 },
    });
  });

  test('what it made stays when it is deleted alone, until somebody sweeps it', async () => {
    await cluster.delete({ withAdditionalResources: false });
    expect(await servers()).toEqual([]);
    expect((await stageStatus({ name: stage.name }))[0]?.clusters).toEqual([]);
    expect(await cluster.lookUpApi()).toBe('');
    const [[balancer], [volume]] = await Promise.all([loadBalancers(), volumes()]);
    expect(volume?.status).toBe('available');
    const lb = `/lb/v1/zones/${stage.zone}/lbs/${balancer?.id ?? ''}`;
    await api.request('DELETE', `${lb}?release_ip=true`);
    await api.request('DELETE', `/block/v1/zones/${stage.zone}/volumes/${volume?.id ?? ''}`);
    await vi.waitUntil(async () => (await loadBalancers()).length === 0 && (await volumes()).length === 0, {
      ...{ timeout: 30_000, interval: 100 },
    });
    expect(await outsider.probePorts(loadBalancer, [80])).not.toEqual({ 80: 'open' });
  });
});
