import {
  applyObjects,
  destroyObjects,
  parseObjects,
  planObjects,
  readObjects,
  type DesiredObjects,
  type Helm,
  type ObjectsPlan,
} from '@wescale/helm-release';
import type { RunningKubernetes } from '@wescale/real-servers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newNamespace, startCluster, startHelm } from './world.ts';

let kubernetes: RunningKubernetes;
beforeAll(async () => {
  kubernetes = await startCluster();
});
afterAll(() => kubernetes[Symbol.asyncDispose]());

const planSets = async (helm: Helm, ...sets: DesiredObjects[]): Promise<ObjectsPlan> =>
  planObjects(await readObjects(helm, sets), sets);

async function converge(helm: Helm, ...sets: DesiredObjects[]): Promise<ObjectsPlan> {
  const made = await planSets(helm, ...sets);
  await applyObjects(helm, made, sets, { timeoutMs: 20_000 });
  expect((await planSets(helm, ...sets)).changes, 'a second run').toEqual([]);
  return made;
}

const configMap = (name: string, data: Record<string, string>) => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name },
  data,
});

const lampDefinition = (group: string): string => `
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: { name: lamps.${group} }
spec:
  group: ${group}
  scope: Namespaced
  names: { kind: Lamp, plural: lamps, singular: lamp }
  versions:
    - name: v1
      served: true
      storage: true
      subresources: { status: {} }
      schema:
        openAPIV3Schema:
          type: object
          properties:
            spec: { type: object, properties: { light: { type: string, default: dim } } }
            status: { type: object, x-kubernetes-preserve-unknown-fields: true }
---
`;

test('a manifest comes with its namespace and its definitions, whatever its order, and goes again', async () => {
  await using world = await startHelm('4.2.3', kubernetes);
  const namespace = newNamespace();
  const group = `${namespace}.example`;
  const objects = parseObjects(`
apiVersion: ${group}/v1
kind: Lamp
metadata: { name: hall, namespace: ${namespace} }
spec: {}
---
${lampDefinition(group)}
apiVersion: v1
kind: Namespace
metadata: { name: ${namespace} }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: ${namespace} }
spec:
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec: { containers: [{ name: web, image: "registry.invalid/web:1" }] }
`);
  const set = { name: 'lamps', namespace, objects };
  const { changes } = await converge(world.helm, set);
  expect(changes).toMatchObject([
    {
      summary: `apply ${namespace}/lamps: 4 to create`,
      reason: 'it is not there',
      unknownKinds: [`${group}/v1 Lamp`],
    },
  ]);
  expect(await kubernetes.kubectl(['get', `lamps.${group}`, '-n', namespace, '-o', 'name'])).toContain(
    'hall',
  );

  expect(await destroyObjects(world.helm, [set], { timeoutMs: 5000 })).toEqual([`${namespace}/lamps`]);
  expect(await kubernetes.kubectl(['get', 'crd', '-o', 'name'])).not.toContain(group);
  expect(await destroyObjects(world.helm, [set])).toEqual([]);
});

test('what leaves a set is deleted, unless it is no longer of the set', async () => {
  await using world = await startHelm('4.2.3', kubernetes);
  const namespace = newNamespace();
  const all = ['a', 'b', 'c'].map((name) => configMap(name, { text: name }));
  await converge(world.helm, { name: 'texts', namespace, objects: all });
  await kubernetes.kubectl(['label', 'configmap', 'c', '-n', namespace, 'helm-release/objects-']);
  const { changes } = await converge(world.helm, { name: 'texts', namespace, objects: all.slice(0, 1) });
  expect(changes[0]?.objects).toMatchObject([
    { action: 'delete', summary: 'delete ConfigMap b: it has left the set' },
  ]);
  const left = await kubernetes.kubectl(['get', 'configmap', '-n', namespace, '-o', 'name']);
  expect(left).toMatch(/\/a\n[^]*\/c\n/);
  expect(left).not.toMatch(/\/b\n/);
});

test('secrets are never shown, wherever they stand', async () => {
  await using world = await startHelm('4.2.3', kubernetes);
  const namespace = newNamespace();
  const set = (password: string): DesiredObjects => ({
    name: 'login',
    namespace,
    objects: [configMap('address', { url: `https://me:${password}@example.org` })],
    secretObjects: [
      { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'login' }, stringData: { password } },
      configMap('hidden', { sentence: `only for ${password} eyes` }),
    ],
  });
  await converge(world.helm, set('correct-horse'));
  await kubernetes.kubectl(['annotate', 'secret', 'login', '-n', namespace, 'note=x']);
  const made = await converge(world.helm, set('battery-staple'));
  expect(made.changes[0]?.objects).toHaveLength(3);
  const shown = JSON.stringify(made);
  expect(shown).not.toMatch(/correct-horse|battery-staple|Y29ycmVjd|YmF0dGVye|only for/);
  expect(shown).toContain('(secret, changed)');
});

test('what others have set is a conflict, told and not overwritten, unless it is to be forced', async () => {
  await using world = await startHelm('4.2.3', kubernetes);
  const namespace = newNamespace();
  const set: DesiredObjects = { name: 'texts', namespace, objects: [configMap('a', { text: 'ours' })] };
  await converge(world.helm, set);
  await kubernetes.kubectl(
    ['apply', '--server-side', '--force-conflicts', '--field-manager=someone', '-n', namespace, '-f', '-'],
    { stdin: JSON.stringify(configMap('a', { text: 'theirs' })) },
  );
  const made = await planSets(world.helm, set);
  expect(made.changes[0]?.conflicts).toMatchObject([
    { field: '.data.text', message: expect.stringContaining('"someone"') as string },
  ]);
  await expect(applyObjects(world.helm, made, [set])).rejects.toMatchObject({ code: 'conflict' });
  await converge(world.helm, { ...set, forceConflicts: true });
});

test('an object that the cluster does not take is named, and the next run goes on', async () => {
  await using world = await startHelm('4.2.3', kubernetes);
  const namespace = newNamespace();
  const bad = { ...configMap('b', {}), colour: 'blue' };
  const set = { name: 'texts', namespace, objects: [configMap('a', { text: 'a' }), bad] };
  const made = await planSets(world.helm, set);
  await expect(applyObjects(world.helm, made, [set])).rejects.toMatchObject({
    code: 'objects-refused',
    object: { kind: 'ConfigMap', name: 'b' },
    message: expect.stringContaining('colour') as string,
  });
  const stale = applyObjects(world.helm, made, [set]);
  await expect(stale).rejects.toMatchObject({ code: 'plan-stale' });
  const mended = { ...set, objects: [configMap('a', { text: 'a' }), configMap('b', {})] };
  const { changes } = await converge(world.helm, mended);
  expect(changes[0]?.objects.map(({ object }) => object.name)).toEqual(['b']);
});

test('a kind that nothing defines is waited for a while only', async () => {
  await using world = await startHelm('4.2.3', kubernetes);
  const namespace = newNamespace();
  const lamp = { apiVersion: 'nowhere.example/v1', kind: 'Lamp', metadata: { name: 'hall' } };
  const set = { name: 'lamps', namespace, objects: [lamp] };
  const applied = applyObjects(world.helm, await planSets(world.helm, set), [set], { timeoutMs: 300 });
  await expect(applied).rejects.toMatchObject({
    code: 'kind-unknown',
    kinds: ['nowhere.example/v1 Lamp'],
  });
});

test('a run that ends at any point is finished by the next one, which leaves nothing behind', async () => {
  await using world = await startHelm('4.2.3', kubernetes);
  const namespace = newNamespace();
  const before = {
    name: 'texts',
    namespace,
    objects: [configMap('old', {}), configMap('kept', { text: '1' })],
  };
  const after = {
    name: 'texts',
    namespace,
    objects: [configMap('kept', { text: '2' }), configMap('new', {})],
  };
  const list = async (): Promise<string[]> => {
    const labelled = ['-l', 'helm-release/objects', '-n', namespace, '-o', 'name'];
    return (await kubernetes.kubectl(['get', 'configmap', ...labelled])).trim().split('\n');
  };
  let sent = 0;
  let end = Infinity;
  const dying: Helm = {
    ...world.helm,
    request: (call) => {
      sent += 1;
      return sent >= end ? Promise.reject(new Error('killed')) : world.helm.request(call);
    },
  };
  for (end = 1; ; end += 1) {
    await converge(world.helm, before);
    sent = 0;
    const made = await planSets(world.helm, after);
    const isKilled = await applyObjects(dying, made, [after]).then(
      () => false,
      () => true,
    );
    const lease = `helm-release-objects.${namespace}.texts`;
    await kubernetes.kubectl(['delete', 'lease', lease, '-n', 'kube-system', '--ignore-not-found']);
    await converge(world.helm, after);
    expect(await list(), `after ${end} requests`).toEqual(['configmap/kept', 'configmap/new']);
    if (!isKilled) break;
  }
  expect(end).toBeGreaterThan(10);
});
