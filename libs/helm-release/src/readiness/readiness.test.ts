import { expect, test } from 'vitest';
import { condition, readinessOf } from './readiness.ts';
import { readPointer } from './read-pointer.ts';

const lackOf = (
  apiVersion: string,
  kind: string,
  object: Readonly<Record<string, unknown>>,
): string | undefined => {
  const readiness = readinessOf({ apiVersion, kind });
  if (readiness === undefined) throw new Error(`nothing is known of ${kind}`);
  return readiness(object)?.state;
};

test('a rollout has ended when its controller has seen it and all new pods are available', () => {
  const deployment = (status: object): string | undefined =>
    lackOf('apps/v1', 'Deployment', { metadata: { generation: 2 }, spec: { replicas: 2 }, status });
  expect(deployment({})).toBe('not seen by its controller yet');
  expect(deployment({ observedGeneration: 1, updatedReplicas: 2, availableReplicas: 2 })).toMatch(/not seen/);
  expect(deployment({ observedGeneration: 2, updatedReplicas: 1, availableReplicas: 2 })).toBe(
    '1 of 2 ready',
  );
  expect(deployment({ observedGeneration: 2, updatedReplicas: 2, availableReplicas: 2 })).toBeUndefined();
  const conditions = [{ type: 'ReplicaFailure', status: 'True', reason: 'FailedCreate', message: 'quota' }];
  expect(deployment({ observedGeneration: 2, conditions })).toBe(
    '0 of 2 ready; ReplicaFailure is True (FailedCreate: quota)',
  );
});

test('a DaemonSet of which nothing is known yet is not ready, one that no node wants is', () => {
  const daemonSet = (status: object): string | undefined =>
    lackOf('apps/v1', 'DaemonSet', { metadata: { generation: 1 }, spec: {}, status });
  expect(daemonSet({})).toBe('not seen by its controller yet');
  expect(daemonSet({ observedGeneration: 1, desiredNumberScheduled: 0 })).toBeUndefined();
  const two = { observedGeneration: 1, desiredNumberScheduled: 2, updatedNumberScheduled: 2 };
  expect(daemonSet({ ...two, numberAvailable: 1 })).toBe('1 of 2 ready');
});

test('a Logging is ready when its configuration was checked and it has no problems', () => {
  const logging = (status: object, spec = {}): string | undefined =>
    lackOf('logging.banzaicloud.io/v1beta1', 'Logging', { spec, status });
  expect(logging({})).toMatch(/not been checked/);
  expect(logging({}, { flowConfigCheckDisabled: true })).toBeUndefined();
  expect(logging({ configCheckResults: { abc: true } })).toBeUndefined();
  expect(logging({ configCheckResults: { abc: true, def: false } })).toMatch(/check .* def failed/);
  expect(logging({ configCheckResults: { abc: true }, problems: ['no output'], problemsCount: 1 })).toBe(
    '1 problem: no output',
  );
});

test('a Certificate is ready by its condition, and past hope when its issuance failed', () => {
  const readiness = readinessOf({ apiVersion: 'cert-manager.io/v1', kind: 'Certificate' });
  const ready = { type: 'Ready', status: 'False', reason: 'DoesNotExist', message: 'no Secret' };
  const issuing = { type: 'Issuing', status: 'False', reason: 'Failed', message: 'order is invalid' };
  expect(readiness?.({ status: { conditions: [ready, { type: 'Issuing', status: 'True' }] } })).toEqual({
    state: 'Ready is False (DoesNotExist: no Secret)',
  });
  expect(readiness?.({ status: { conditions: [ready, issuing] } })).toEqual({
    state: 'Ready is False (DoesNotExist: no Secret); Issuing is False (Failed: order is invalid)',
    isHopeless: true,
  });
  expect(readiness?.({ status: { conditions: [{ type: 'Ready', status: 'True' }] } })).toBeUndefined();
});

test('a condition counts for the version it was written of', () => {
  const object = (seen: number): Readonly<Record<string, unknown>> => ({
    metadata: { generation: 2 },
    status: { conditions: [{ type: 'Ready', status: 'True', observedGeneration: seen }] },
  });
  expect(condition('Ready')(object(1))?.state).toBe('Ready is True of an older version');
  expect(condition('Ready')(object(2))).toBeUndefined();
  expect(condition('Ready')({})?.state).toBe('Ready is not told yet');
  expect(condition('Ready', 'False')(object(2))?.state).toBe('Ready is True');
});

test.each([
  ['Service', { spec: { type: 'LoadBalancer' }, status: { loadBalancer: {} } }, 'no address'],
  ['Service', { spec: { type: 'ClusterIP' } }, undefined],
  ['PersistentVolumeClaim', { status: { phase: 'Pending' } }, 'not bound'],
  ['PersistentVolumeClaim', { status: { phase: 'Lost' } }, 'its volume is lost'],
  ['Pod', { status: { phase: 'Pending' } }, 'Pending'],
  ['Pod', { status: { phase: 'Running', conditions: [{ type: 'Ready', status: 'True' }] } }, undefined],
  ['Namespace', { status: { phase: 'Terminating' } }, 'it is Terminating'],
])('a %s with %j lacks: %s', (kind, object, lack) => {
  expect(lackOf('v1', kind, object)).toBe(lack);
});

test('a JSON Pointer leads to fields, items and keys with a slash in them', () => {
  const value = { status: { list: ['a', { 'x/y': 1 }] } };
  expect(readPointer(value, '/status/list/1/x~1y')).toBe(1);
  expect(readPointer(value, '/status/list/7')).toBeUndefined();
  expect(readPointer(value, '/status/toString')).toBeUndefined();
});
