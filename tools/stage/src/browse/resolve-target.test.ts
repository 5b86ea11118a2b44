import { expect, test } from 'vitest';
import { createTargetFinder } from './resolve-target.ts';

const find = createTargetFinder({
  resolver: '198.18.3.3',
  range: '198.18.3.0/24',
  resolve: async (name) => {
    if (name === 'rancher.example.com') return ['198.18.3.32'];
    if (name === 'elsewhere.example.com') return ['192.0.2.1'];
    if (name === 'empty.example.com') return [];
    throw Object.assign(new Error('no such name'), { code: 'ENOTFOUND' });
  },
});

test('names and addresses of the stage lead there', async () => {
  expect(await find('rancher.example.com')).toEqual({ address: '198.18.3.32' });
  expect(await find('198.18.3.2')).toEqual({ address: '198.18.3.2' });
});

test.each([
  ['elsewhere.example.com', 403, 'is 192.0.2.1, which is not of this stage'],
  ['198.18.4.2', 403, 'not of this stage'],
  ['::1', 403, 'not of this stage'],
  ['empty.example.com', 502, 'has no address on this stage'],
  ['nowhere.example.com', 502, 'does not know nowhere.example.com (ENOTFOUND)'],
])('%s is refused', async (host, status, reason) => {
  expect(await find(host)).toEqual({ status, reason: expect.stringContaining(reason) as string });
});
