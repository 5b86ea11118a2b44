import {
  applyObjects,
  parseObjects,
  planObjects,
  readObjects,
  waitForObjects,
  type AwaitedObject,
  type DesiredObjects,
  type Helm,
} from '@wescale/helm-release';
import type { RunningKubernetes } from '@wescale/real-servers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newNamespace, startCluster, startHelm } from './world.ts';

let kubernetes: RunningKubernetes;
beforeAll(async () => {
  kubernetes = await startCluster();
});
afterAll(() => kubernetes[Symbol.asyncDispose]());

async function apply(helm: Helm, set: DesiredObjects): Promise<void> {
  await applyObjects(helm, planObjects(await readObjects(helm, [set]), [set]), [set]);
}

test('what is awaited is told with its events, and the error says the same', async () => {
  await using world = await startHelm('4.2.3', kubernetes);
  const namespace = newNamespace();
  const objects = parseObjects(`
apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec: { containers: [{ name: web, image: "registry.invalid/web:1" }] }
---
apiVersion: v1
kind: Service
metadata: { name: web }
spec: { type: LoadBalancer, ports: [{ port: 80 }] }
`);
  await apply(world.helm, { name: 'web', namespace, objects });
  const told: AwaitedObject[][] = [];
  const waiting = waitForObjects(
    world.helm,
    [
      { apiVersion: 'apps/v1', kind: 'Deployment', namespace, name: 'web', is: 'ready' },
      { apiVersion: 'v1', kind: 'Service', namespace, name: 'web', is: 'ready' },
      {
        apiVersion: 'v1',
        kind: 'Service',
        namespace,
        name: 'web',
        is: { path: '/spec/ports/0/port', equals: 80 },
      },
    ],
    { timeoutMs: 4000, onProgress: ({ awaited }) => told.push(awaited) },
  );
  await expect(waiting).rejects.toMatchObject({
    code: 'wait-timed-out',
    awaited: [
      { kind: 'Deployment', namespace, name: 'web', state: '0 of 1 ready' },
      { kind: 'Service', state: 'no address' },
    ],
    message: expect.stringMatching(/Deployment \S+\/web 0 of 1 ready \(FailedScheduling: /) as string,
  });
  expect(told.length).toBeGreaterThan(0);
  await kubernetes.kubectl([
    'patch',
    'service',
    'web',
    '-n',
    namespace,
    '--subresource=status',
    '--patch',
    '{"status":{"loadBalancer":{"ingress":[{"ip":"198.51.100.7"}]}}}',
  ]);
  await waitForObjects(world.helm, [
    { apiVersion: 'v1', kind: 'Service', namespace, name: 'web', is: 'ready' },
  ]);
});

test('a custom resource is awaited before its kind is there, until its condition is told', async () => {
  await using world = await startHelm('4.2.3', kubernetes);
  const namespace = newNamespace();
  const group = `${namespace}.example`;
  const objects = parseObjects(`
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: { name: lamps.${group} }
spec:
  group: ${group}
  scope: Cluster
  names: { kind: Lamp, plural: lamps, singular: lamp }
  versions:
    - name: v1
      served: true
      storage: true
      subresources: { status: {} }
      schema: { openAPIV3Schema: { type: object, x-kubernetes-preserve-unknown-fields: true } }
---
apiVersion: ${group}/v1
kind: Lamp
metadata: { name: hall }
`);
  const lamp = { apiVersion: `${group}/v1`, kind: 'Lamp', name: 'hall' };
  const states: string[] = [];
  const waiting = waitForObjects(world.helm, [{ ...lamp, is: { condition: 'Lit' } }], {
    timeoutMs: 60_000,
    onProgress: ({ awaited }) => states.push(...awaited.map(({ state }) => state)),
  });
  await expect.poll(() => states[0]).toBe(`the cluster knows no ${group}/v1 Lamp yet`);
  await apply(world.helm, { name: 'lamps', namespace, objects });
  await expect.poll(() => states.at(-1), { timeout: 20_000 }).toBe('Lit is not told yet');
  const tell = (status: string): Promise<string> =>
    kubernetes.kubectl([
      'patch',
      `lamps.${group}`,
      'hall',
      '--subresource=status',
      '--type=merge',
      '--patch',
      JSON.stringify({ status: { conditions: [{ type: 'Lit', status, reason: 'Switch' }] } }),
    ]);
  await tell('False');
  await expect.poll(() => states.at(-1), { timeout: 20_000 }).toBe('Lit is False (Switch)');
  await tell('True');
  await waiting;
  await expect(waitForObjects(world.helm, [{ ...lamp, is: 'ready' }])).rejects.toMatchObject({
    code: 'invalid-objects',
  });
});
