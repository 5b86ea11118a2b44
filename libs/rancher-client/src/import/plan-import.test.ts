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

  test('of a cluster with an agent that would trust nothing is refused before anything is made', () => {
    const facts = { cluster: null, missing: missingConditions({}), serverUrl };
    const plan = (mode: string, hasCa: boolean) => () =>
      planImport({ ...facts, agentTrust: { mode, hasCa } }, desired);
    expect(plan('strict', false)).toThrow(expect.objectContaining({ code: 'agent-ca-missing' }));
    expect(plan('strict', true)().changes).toHaveLength(2);
    expect(plan('system-store', false)().changes).toHaveLength(2);
    const done = { cluster: imported, missing: [], serverUrl, agentTrust: { mode: 'strict', hasCa: false } };
    expect(planImport(done, desired).changes).toEqual([]);
  });

  test('of a cluster with the agent of another Rancher is refused, or replaces it', () => {
    const agent = { server: 'https://old.hunt.test', pods: [], words: [], events: [] };
    const facts = { cluster: null, missing: missingConditions({}), serverUrl, agent };
    const error = { code: 'agent-of-another-rancher', server: 'https://old.hunt.test' };
    expect(() => planImport(facts, desired)).toThrow(expect.objectContaining(error));
    const { changes } = planImport(facts, { ...desired, replacesForeignAgent: true });
    expect(changes.map(({ action }) => action)).toEqual(['create-cluster', 'remove-agent', 'deploy-agent']);
    const own = { ...facts, agent: { ...agent, server: `${serverUrl}/` } };
    expect(planImport(own, desired).changes.at(-1)?.summary).toMatch(
      /of a cluster that Rancher no longer has/,
    );
  });

  test('that failed tells what the agent said', () => {
    const cluster = { id: 'c-abcde', name: 'board', state: 'pending' };
    const agent = { server: serverUrl, pods: [], words: ['cluster not found'], events: [] };
    const facts = { cluster, missing: missingConditions({}), serverUrl, agent };
    expect(planImport(facts, desired).changes[0]?.summary).toMatch(
      /Ready is Unknown.*it says: cluster not found/,
    );
  });

  test.each([
    ['the cluster Rancher runs in', { ...imported, id: 'local' }],
    ['a cluster that is being removed', { ...imported, state: 'removing' }],
  ])('of %s is refused', (_, cluster) => {
    const plan = (): unknown => planned(cluster);
    expect(plan).toThrow(expect.objectContaining({ code: 'invalid-call' }));
  });
});
