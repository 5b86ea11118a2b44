import { afterAll, beforeAll, expect, test } from 'vitest';
import { type KapsuleNode, startKapsuleNode } from './kapsule/start-kapsule-node.ts';
import { allowClient, denyAll, denyStrangers, lateClient, webAndClients } from './kapsule/workload.ts';
import { describeOnAStage } from './on-a-stage.ts';

describeOnAStage('a machine as the node of a Kapsule cluster', () => {
  let node: KapsuleNode;

  // Minutes, the first time on a machine.
  beforeAll(async () => {
    node = await startKapsuleNode();
  }, 1_800_000);

  afterAll(() => node[Symbol.asyncDispose]());

  const lastLines = (pod: string, namespace = 'default'): string[] => [
    ...['logs', pod, `--namespace=${namespace}`, '--tail=3'],
  ];
  /** Waits until a client's last three attempts went like this. */
  const attempts = (client: string, wanted: RegExp, namespace?: string): Promise<string> =>
    node.until(lastLines(client, namespace), (text) => {
      const lines = text.trim().split('\n');
      return lines.length === 3 && lines.every((line) => wanted.test(line));
    });
  const field = (object: string, path: string): Promise<string> =>
    node.kubectl('get', ...object.split(' '), `--output=jsonpath=${path}`);
  const webIsUp = (): Promise<string> =>
    node.until(
      ['get', 'deployment', 'web', '--output=jsonpath={.status.readyReplicas}'],
      (text) => text === '2',
    );

  test('the node says what Scaleway needs to know of it', async () => {
    expect(await field('node node-1', '{.spec.providerID} {.status.nodeInfo.kubeletVersion}')).toBe(
      'scaleway://instance/fr-par-1/11111111-1111-4111-8111-111111111111 v1.36.3',
    );
    expect(await field('node node-1', '{.spec.podCIDR} {.status.allocatable.pods}')).toBe('100.64.0.0/24 50');
    expect(await field('node node-1', '{.metadata.labels.k8s\\.scaleway\\.com/pool-name}')).toBe('default');
  });

  test('pods find each other by name, see whose packets they get, and are reached from outside', async () => {
    await node.apply(webAndClients);
    await webIsUp();
    const address = (await node.until(['get', 'pod', 'client', '--output=jsonpath={.status.podIP}'], (text) =>
      text.startsWith('100.64.0.'),
    )) as `100.64.0.${number}`;
    await attempts('client', new RegExp(`^answered ${address.replaceAll('.', '\\.')}$`));
    expect(await node.run(`curl --silent --fail http://${node.machine.address}:30080`)).toMatch(/^[\d.]+$/);
    expect(await node.kubectl('exec', 'client', '--', 'node', '--version')).toMatch(/^v\d+/);
  });

  test('a policy keeps out whom it does not name; probes of the node and what is open already pass', async () => {
    await attempts('stranger', /^answered/, 'other');
    await node.apply(denyAll);
    await attempts('client', /^failed timeout$/);
    await attempts('stranger', /^failed timeout$/, 'other');
    expect(await webIsUp()).toBe('2');
    await node.apply(allowClient);
    await attempts('client', /^answered/);
    await attempts('stranger', /^failed timeout$/, 'other');
    await node.apply(denyStrangers);
    await node.apply(lateClient);
    // It was never let out, not even at its first attempt.
    await attempts('late', /^failed timeout$/, 'other');
    expect(await node.kubectl('logs', 'late', '--namespace=other')).not.toContain('answered');
    await node.kubectl('delete', 'networkpolicy', 'names-only', '--namespace=other');
    await attempts('late', /^answered/, 'other');
  });

  test('a restart leaves pods and rules as they are', async () => {
    const started = '{.items[*].status.containerStatuses[0].state.running.startedAt}';
    const before = await field('pods --selector=app=web', started);
    await node.run('systemctl restart kapsule');
    expect(await field('pods --selector=app=web', started)).toBe(before);
    await attempts('client', /^answered/);
  });

  test('a drain empties the node, and what comes back finds its rules', async () => {
    await node.kubectl('drain', 'node-1', '--force', '--ignore-daemonsets', '--timeout=60s');
    expect(await field('pods --selector=app=client', '{.items[*].metadata.name}')).toBe('');
    await node.kubectl('uncordon', 'node-1');
    await node.kubectl('delete', 'networkpolicy', '--all');
    await node.apply(webAndClients);
    await webIsUp();
    await attempts('client', /^answered/);
    await node.apply(denyAll);
    await attempts('client', /^failed timeout$/);
  });

  test('a reboot brings the node back with its pods and policies', async () => {
    await node.machine.reboot();
    await node.run('systemctl start kapsule');
    await attempts('client', /^failed timeout$/);
    await node.kubectl('delete', 'networkpolicy', 'deny');
    await attempts('client', /^answered/);
    await webIsUp();
  });
});
