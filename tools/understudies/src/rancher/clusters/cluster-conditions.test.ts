import { expect, test } from 'vitest';

import { clusterCondition, type ClusterCondition } from './cluster-conditions.ts';

const observed = { kubernetesVersion: 'v1.36.3', nodeCount: 1, isAgentDeployed: true };
const wanted = ['AgentDeployed', 'Ready', 'SystemAccountCreated', 'ServiceAccountSecretsMigrated'];
const areTrue = ({ conditions }: ClusterCondition): boolean =>
  wanted.every((type) => conditions.some((one) => one.type === type && one.status === 'True'));

test('a cluster provisions, is pending with a token, and active once its agent came', () => {
  expect(clusterCondition({}, { isConnected: false, hasToken: false }).state).toBe('provisioning');
  const pending = clusterCondition({}, { isConnected: false, hasToken: true });
  expect([pending.state, areTrue(pending)]).toEqual(['pending', false]);
  const active = clusterCondition({ observed }, { isConnected: true, hasToken: true });
  expect([active.state, areTrue(active)]).toEqual(['active', true]);
});

test('a cluster is unavailable without its agent, and while its API refuses', () => {
  const gone = clusterCondition({ observed }, { isConnected: false, hasToken: true });
  expect([gone.state, areTrue(gone)]).toEqual(['unavailable', false]);
  const refused = clusterCondition(
    { observed: { ...observed, failure: 'no answer' } },
    { isConnected: true, hasToken: true },
  );
  expect(refused.conditions).toContainEqual({ type: 'Ready', status: 'False', message: 'no answer' });
});
