import { destroyReleases, type DesiredRelease } from '@wescale/helm-release';
import type { RunningKubernetes } from '@wescale/real-servers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { writeChart } from './charts.ts';
import { converge, helmVersions, newNamespace, startCluster, startHelm } from './world.ts';

let kubernetes: RunningKubernetes;
beforeAll(async () => {
  kubernetes = await startCluster();
});
afterAll(() => kubernetes[Symbol.asyncDispose]());

const definition = (group: string, property: string): string =>
  JSON.stringify({
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `lamps.${group}` },
    spec: {
      group,
      scope: 'Namespaced',
      names: { kind: 'Lamp', plural: 'lamps', singular: 'lamp' },
      versions: [
        {
          name: 'v1',
          served: true,
          storage: true,
          schema: {
            openAPIV3Schema: {
              type: 'object',
              properties: { spec: { type: 'object', properties: { [property]: { type: 'string' } } } },
            },
          },
        },
      ],
    },
  });

const lamp = (group: string, property: string): string =>
  `apiVersion: ${group}/v1\nkind: Lamp\nmetadata: { name: lamp }\nspec: { ${property}: bright }\n`;

describe.each(helmVersions)('helm %s', (version) => {
  test('definitions that are applied are there for the same installation, and change with an upgrade', async () => {
    await using world = await startHelm(version, kubernetes);
    const namespace = newNamespace();
    const group = `${namespace}.example`;
    const write = (chartVersion: string, property: string): Promise<unknown> =>
      writeChart(world.directory, {
        name: 'lamps',
        version: chartVersion,
        files: {
          'crds/lamps.yaml': definition(group, property),
          'templates/lamp.yaml': lamp(group, property),
        },
      });
    const release = (chartVersion: string, crds: 'apply' | 'create'): DesiredRelease => ({
      name: 'lamps',
      namespace,
      createNamespace: true,
      timeoutSeconds: 20,
      crds,
      chart: { repository: world.directory, name: 'lamps', version: chartVersion },
    });
    const spec = (): Promise<string> =>
      kubernetes.kubectl(['get', `lamps.${group}`, 'lamp', '-n', namespace, '-o', 'jsonpath={.spec}']);

    await write('1.0.0', 'light');
    await converge(world.helm, [release('1.0.0', 'apply')]);
    expect(await spec()).toBe('{"light":"bright"}');
    expect((await converge(world.helm, [release('1.0.0', 'apply')], { drift: true })).changes).toEqual([]);

    await write('2.0.0', 'glow');
    const created = converge(world.helm, [release('2.0.0', 'create')]);
    await expect(created, 'helm does not change a definition').rejects.toMatchObject({
      code: 'objects-refused',
    });
    await converge(world.helm, [release('2.0.0', 'apply')]);
    expect(await spec()).toBe('{"glow":"bright"}');

    await destroyReleases(world.helm, [release('2.0.0', 'apply')]);
    expect(await kubernetes.kubectl(['get', 'crd', `lamps.${group}`, '-o', 'name'])).toContain(group);
  });
});
