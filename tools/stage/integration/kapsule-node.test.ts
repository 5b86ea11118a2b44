import { afterAll, beforeAll, expect, test } from 'vitest';
import { type KapsuleNode, type KapsuleNodes, startKapsuleNodes } from './kapsule/start-kapsule-nodes.ts';
import { allowClient, denyAll, denyStrangers, lateClient, webAndClients } from './kapsule/workload.ts';
import { describeOnAStage } from './on-a-stage.ts';

describeOnAStage('two machines as the nodes of a Kapsule cluster', () => {
  let cluster: KapsuleNodes;
  let first: KapsuleNode;

  // Minutes, the first time on a machine.
  beforeAll(async () => {
    cluster = await startKapsuleNodes();
    [first] = cluster.nodes;
  }, 1_800_000);

  afterAll(() => cluster[Symbol.asyncDispose]());

  const lastLines = (pod: string, namespace = 'default'): string[] => [
    ...['logs', pod, `--namespace=${namespace}`, '--tail=3'],
  ];
  /** Waits until a client's last three attempts went like this. */
  const attempts = (client: string, wanted: RegExp, namespace?: string): Promise<string> =>
    cluster.until(lastLines(client, namespace), (text) => {
      const lines = text.trim().split('\n');
      return lines.length === 3 && lines.every((line) => wanted.test(line));
    });
  const field = (object: string, path: string): Promise<string> =>
    cluster.kubectl('get', ...object.split(' '), `--output=jsonpath=${path}`);
  const webIsUp = (): Promise<string> =>
    cluster.until(
      ['get', 'deployment', 'web', '--output=jsonpath={.status.readyReplicas}'],
      (text) => text === '2',
    );

  test('the node says what Scaleway needs to know of it', async () => {
    expect(await field('node node-1', '{.spec.providerID} {.status.nodeInfo.kubeletVersion}')).toBe(
      'scaleway://instance/fr-par-1/node-1 v1.36.3',
    );
    expect(await field('node node-1', '{.status.allocatable.pods}')).toBe('50');
    const pods = await field('nodes', '{.items[*].spec.podCIDR}');
    expect(pods.split(' ').toSorted()).toEqual(['100.64.0.0/24', '100.64.1.0/24']);
    expect(await field('node node-1', '{.metadata.labels.k8s\\.scaleway\\.com/pool-name}')).toBe('default');
  });

  test('pods find each other by name, see whose packets they get, and are reached from outside', async () => {
    await cluster.apply(webAndClients);
    await webIsUp();
    const nodesOfWeb = await field('pods --selector=app=web', '{.items[*].spec.nodeName}');
    expect(nodesOfWeb.split(' ').toSorted()).toEqual(['node-1', 'node-2']);
    const address = await cluster.until(
      ['get', 'pod', 'client', '--output=jsonpath={.status.podIP}'],
      (text) => text !== '',
    );
    await attempts('client', new RegExp(`^answered ${address.replaceAll('.', '\\.')}$`));
    const addressesOfWeb = await field('pods --selector=app=web', '{.items[*].status.podIP}');
    for (const other of addressesOfWeb.split(' ')) {
      // Longer than what fits into one packet between nodes.
      const script = `fetch('http://${other}:8080/${'x'.repeat(5000)}').then((a) => a.text()).then(console.log)`;
      expect(await cluster.kubectl('exec', 'client', '--', 'node', '-e', script)).toBe(`${address}\n`);
    }
    expect(await first.run(`curl --silent --fail http://${first.machine.address}:30080`)).toMatch(/^[\d.]+$/);
    expect(await cluster.kubectl('exec', 'client', '--', 'node', '--version')).toMatch(/^v\d+/);
    // The kubelet calls from within the pod.
    expect(await cluster.getForwarded('web')).toBe('127.0.0.1');
  });

  test('a policy keeps out whom it does not name; probes of the node and what is open already pass', async () => {
    await attempts('stranger', /^answered/, 'other');
    await cluster.apply(denyAll);
    await attempts('client', /^failed timeout$/);
    await attempts('stranger', /^failed timeout$/, 'other');
    expect(await webIsUp()).toBe('2');
    await cluster.apply(allowClient);
    await attempts('client', /^answered/);
    await attempts('stranger', /^failed timeout$/, 'other');
    await cluster.apply(denyStrangers);
    await cluster.apply(lateClient);
    // It was never let out, not even at its first attempt.
    await attempts('late', /^failed timeout$/, 'other');
    expect(await cluster.kubectl('logs', 'late', '--namespace=other')).not.toContain('answered');
    await cluster.kubectl('delete', 'networkpolicy', 'names-only', '--namespace=other');
    await attempts('late', /^answered/, 'other');
  });

  test('a restart leaves pods and rules as they are', async () => {
    const started = '{.items[*].status.containerStatuses[0].state.running.startedAt}';
    const before = await field('pods --selector=app=web', started);
    await first.run('systemctl restart kapsule');
    expect(await field('pods --selector=app=web', started)).toBe(before);
    await attempts('client', /^answered/);
  });

  test('a drain empties the node, and what comes back finds its rules', async () => {
    await cluster.kubectl('drain', 'node-1', '--force', '--ignore-daemonsets', '--timeout=60s');
    const left = '--all-namespaces --field-selector=spec.nodeName=node-1';
    expect(await field(`pods ${left}`, '{.items[*].metadata.name}')).toBe('');
    await cluster.kubectl('uncordon', 'node-1');
    await cluster.kubectl('delete', 'networkpolicy', '--all');
    await cluster.apply(webAndClients);
    await webIsUp();
    await attempts('stranger', /^answered/, 'other');
    await cluster.apply(denyAll);
    await attempts('stranger', /^failed timeout$/, 'other');
  });

  test('a reboot brings the node back with its pods and policies', async () => {
    const restarts = '{.status.containerStatuses[0].restartCount} {.metadata.uid}';
    const [, uid = ''] = (await field('pod stranger --namespace=other', restarts)).split(' ');
    await first.machine.reboot();
    await first.run('systemctl start kapsule');
    const get = ['get', 'pod', 'stranger', '--namespace=other', `--output=jsonpath=${restarts}`];
    await cluster.until(get, (text) => text === `1 ${uid}`);
    await attempts('stranger', /^failed timeout$/, 'other');
    await cluster.kubectl('delete', 'networkpolicy', 'deny');
    await attempts('stranger', /^answered/, 'other');
    await webIsUp();
  });
});
