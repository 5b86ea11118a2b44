import { expect, test } from 'vitest';

import { planPrivateNetwork, planPrivateNetworkRemoval } from './plan-private-network.ts';
import type { PrivateNetwork } from './private-network.ts';

const desired = { name: 'board-blue', tag: 'hunt=demo' };
const network = (id: string): PrivateNetwork => ({
  id,
  name: 'board-blue',
  tags: ['hunt=demo'],
  createdAt: '2026-07-30T12:00:00.000000Z',
  subnets: ['172.16.0.0/22'],
});

test('what does not exist is created', () => {
  expect(planPrivateNetwork({ extras: [] }, desired)).toEqual([
    {
      kind: 'create-private-network',
      sentence: 'create private network board-blue: it does not exist',
    },
  ]);
});

test('what exists once needs nothing', () => {
  expect(planPrivateNetwork({ network: network('one'), extras: [] }, desired)).toEqual([]);
});

test('of two the younger one goes', () => {
  const plan = planPrivateNetwork({ network: network('one'), extras: [network('two')] }, desired);
  expect(plan.map(({ sentence }) => sentence)).toEqual([
    'delete private network board-blue (two): there is an older one of this name and tag',
  ]);
});

test('a removal deletes all of them', () => {
  const removal = planPrivateNetworkRemoval({ network: network('one'), extras: [network('two')] });
  expect(removal).toMatchObject([{ network: { id: 'two' } }, { network: { id: 'one' } }]);
  expect(planPrivateNetworkRemoval({ extras: [] })).toEqual([]);
});
