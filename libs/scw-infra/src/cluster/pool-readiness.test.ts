import { expect, test } from 'vitest';
import type { ClusterNode, Pool } from './cluster.ts';
import { describePool, isPoolReady, isPoolSettled, lockedPartOf } from './pool-readiness.ts';

const node = (status: string, errorMessage = ''): ClusterNode => ({
  id: status,
  name: `node-${status}`,
  poolId: 'pool',
  status,
  isReady: status === 'ready',
  errorMessage,
  providerId: '',
});

const pool = (fields: Partial<Pool>): Pool => ({
  id: 'pool',
  name: 'default',
  status: 'ready',
  version: '1.36.3',
  nodeType: 'pro2_xxs',
  zone: 'fr-par-1',
  size: 1,
  autoscaling: false,
  minSize: 1,
  maxSize: 1,
  rootVolumeSizeBytes: 0,
  upgradePolicy: { maxUnavailable: 1, maxSurge: 0 },
  tags: [],
  securityGroupId: '',
  nodes: [node('ready')],
  ...fields,
});

const scaling = { autoscaling: true, minSize: 2, maxSize: 4, size: 4 };

test.each<[boolean, string, Partial<Pool>]>([
  [true, 'ready with its node', {}],
  [false, 'without its node', { nodes: [] }],
  [false, 'with a node that is on its way', { size: 2, nodes: [node('ready'), node('creating')] }],
  [false, 'with a node that has yet to go', { nodes: [node('ready'), node('ready')] }],
  [false, 'that says it is scaling', { status: 'scaling' }],
  [false, 'in warning', { status: 'warning' }],
  [true, 'that scales by itself and has its least', { ...scaling, nodes: [node('ready'), node('ready')] }],
  [false, 'that scales by itself and has less', { ...scaling, nodes: [node('ready')] }],
  [true, 'that scales by itself, whose least has been set above its size', { ...scaling, size: 1 }],
])('ready is %s for a pool %s', (isReady, _, fields) => {
  expect(isPoolReady(pool(fields))).toBe(isReady);
});

test('what is seen of a pool names what is wrong with its nodes', () => {
  const nodes = [node('ready'), node('creation_error', 'no address is left')];
  expect(describePool(pool({ status: 'warning', size: 2, nodes }))).toBe(
    'warning, 1 of 2 nodes ready; node-creation_error is creation_error: no address is left',
  );
  expect(describePool(undefined)).toBe('not there');
});

test('a pool takes changes when it is ready or in warning', () => {
  const statuses = ['ready', 'warning', 'scaling', 'upgrading', 'deleting'];
  expect(statuses.filter((status) => isPoolSettled({ ...pool({}), status }))).toEqual(['ready', 'warning']);
});

test('a lock of Scaleway on the pool or on one of its nodes is seen', () => {
  expect(lockedPartOf(pool({}))).toBeUndefined();
  expect(lockedPartOf(pool({ status: 'locked' }))).toBe('pool default');
  expect(lockedPartOf(pool({ nodes: [node('ready'), node('locked')] }))).toBe('node node-locked');
});
