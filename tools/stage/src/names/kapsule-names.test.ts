import type { ServedZone } from '@wescale/scaleway-emulator';
import { expect, test } from 'vitest';
import { createKapsuleNames } from './kapsule-names.ts';

test('names of clusters come and go in one zone that is there from the start', async () => {
  const served: ServedZone[] = [];
  const addresses = (): string[] =>
    served.at(-1)?.records.flatMap(({ type, name, data }) => (type === 'A' ? `${name} ${data}` : [])) ?? [];
  const names = await createKapsuleNames({
    setZone: async (zone) => {
      served.push(zone);
    },
  });
  expect(served[0]?.name).toBe('k8s.fr-par.scw.cloud');
  expect(served[0]?.records.map(({ type, name }) => `${type} ${name}`)).toEqual(['NS ', 'NS ']);
  await names.setApi('one', '198.18.0.40');
  await names.setNodes('one', ['198.18.0.41', '198.18.0.42']);
  await names.setApi('two', '198.18.0.50');
  expect(addresses()).toEqual([
    'one.api 198.18.0.40',
    'two.api 198.18.0.50',
    '*.one.nodes 198.18.0.41',
    '*.one.nodes 198.18.0.42',
  ]);
  await names.remove('one');
  expect(addresses()).toEqual(['two.api 198.18.0.50']);
});
