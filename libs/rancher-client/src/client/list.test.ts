import { expect, test } from 'vitest';
import { list, listAll } from './list.ts';
import { createRancherClient, type RancherClient } from './rancher-client.ts';

const url = 'https://rancher.hunt.test';
const call = { task: 'list the things', path: ['v3', 'things'], query: { clusterId: 'c-1' } };

/** A client of a Rancher that answers each path and query with what is written down. */
function pages(answers: Record<string, unknown>): { rancher: RancherClient; sent: string[] } {
  const sent: string[] = [];
  const rancher = createRancherClient({
    url,
    fetch: async (target) => {
      const path = target.replace(url, '');
      sent.push(path);
      const text = JSON.stringify(answers[path]);
      return { status: 200, headers: { get: () => null }, text: () => Promise.resolve(text) };
    },
  });
  return { rancher, sent };
}

const first = '/v3/things?clusterId=c-1&limit=2';

test('pages follow each other as they are taken, with what their addresses say', async () => {
  const next = `${url}/v3/things?clusterId=c-1&limit=2&marker=b%2Fc`;
  const { rancher, sent } = pages({
    [first]: { data: [{ id: 'a' }, { id: 'b' }], pagination: { limit: 2, next } },
    '/v3/things?clusterId=c-1&limit=2&marker=b%2Fc': { data: [{ id: 'c', unknown: 1 }] },
  });
  expect(await listAll(rancher, call, { pageSize: 2 })).toEqual([
    { id: 'a' },
    { id: 'b' },
    { id: 'c', unknown: 1 },
  ]);
  expect(sent).toHaveLength(2);
  for await (const item of list(rancher, call, { pageSize: 2 })) {
    expect(item).toEqual({ id: 'a' });
    break;
  }
  expect(sent).toHaveLength(3);
});

test('the largest pages are asked for, and an empty list may be null', async () => {
  const { rancher } = pages({ '/v3/things?clusterId=c-1&limit=1000': { data: null } });
  expect(await listAll(rancher, call)).toEqual([]);
});

test.each([0, 1001, 1.5])('a page of %s objects is not asked for', async (pageSize) => {
  const { rancher, sent } = pages({});
  await expect(listAll(rancher, call, { pageSize })).rejects.toThrow('1 to 1000');
  expect(sent).toEqual([]);
});

test.each([
  ['another host', { data: [], pagination: { next: 'https://elsewhere.test/v3/things' } }, 'elsewhere.test'],
  ['the same page', { data: [], pagination: { next: `${url}${first}` } }, 'circle'],
  ['no list', { id: 'a' }, 'no list'],
])('%s is not followed', async (_, page, message) => {
  const { rancher, sent } = pages({ [first]: page });
  await expect(listAll(rancher, call, { pageSize: 2 })).rejects.toThrow(message);
  expect(sent.every((path) => path === first)).toBe(true);
});
