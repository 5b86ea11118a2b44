import { describe, expect, test } from 'vitest';
import type { Cluster } from '../clusters/clusters.ts';
import { importConditions, missingConditions } from './import-conditions.ts';
import { planImport } from './plan-import.ts';

const serverUrl = 'https://rancher.hunt.test';
const desired = { name: 'board' };
const conditions = importConditions.map((type) => ({ type, status: 'True' }));
const imported: Cluster = { id: 'c-abcde', name: 'board', state: 'active', conditions };

const planned = (cluster: Cluster | null): string[] =>
  planImport({ cluster, missing: missingConditions(cluster ?? {}), serverUrl }, desired).changes.map(
    ({ action }) => action,
  );

describe('an import', () => {
  test('of a cluster Rancher does not know makes it and deploys the agent', () => {
    expect(planned(null)).toEqual(['create-cluster', 'deploy-agent']);
  });

  test('that stopped half-way goes on', () => {
    expect(planned({ id: 'c-abcde', name: 'board', state: 'pending' })).toEqual(['deploy-agent']);
    const broken = conditions.map((one) => (one.type === 'Ready' ? { ...one, status: 'False' } : one));
    expect(planned({ ...imported, conditions: broken })).toEqual(['deploy-agent']);
  });

  test('that is done changes nothing', () => expect(planned(imported)).toEqual([]));

  test('cannot start before Rancher knows its own address', () => {
    const plan = (): unknown => planImport({ cluster: null, missing: [], serverUrl: '' }, desired);
    expect(plan).toThrow(expect.objectContaining({ code: 'server-url-not-set' }));
  });

  test.each([
    ['the cluster Rancher runs in', { ...imported, id: 'local' }],
    ['a cluster that is being removed', { ...imported, state: 'removing' }],
  ])('of %s is refused', (_, cluster) => {
    const plan = (): unknown => planned(cluster);
    expect(plan).toThrow(expect.objectContaining({ code: 'invalid-call' }));
  });
});
