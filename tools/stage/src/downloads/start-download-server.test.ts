import { afterAll, beforeAll, expect, test } from 'vitest';
import { startDownloadServer } from './start-download-server.ts';

let server: AsyncDisposable & { url: string };

beforeAll(async () => {
  server = await startDownloadServer({
    host: '127.0.0.1',
    port: 0,
    find: async (pathname) => {
      if (pathname === '/a file+') return { content: '0123456789', contentType: 'text/plain' };
      if (pathname === '/own') return { file: import.meta.filename };
      if (pathname === '/moved') return { location: '/own' };
      if (pathname === '/late') throw new Error('still not made');
      return undefined;
    },
  });
});

afterAll(() => server[Symbol.asyncDispose]());

const ask = async (path: string, init?: RequestInit): Promise<[number, string]> => {
  const answer = await fetch(server.url + path, init);
  return [answer.status, await answer.text()];
};

test('a file is read whole, in part, or not at all', async () => {
  expect(await ask('/a%20file%2B?query')).toEqual([200, '0123456789']);
  expect(await ask('/a%20file+', { headers: { Range: 'bytes=4-' } })).toEqual([206, '456789']);
  expect(await ask('/a%20file+', { headers: { Range: 'bytes=10-' } })).toEqual([416, '']);
  expect(await ask('/a%20file+', { headers: { Range: 'bytes=4-', 'If-Range': '"other"' } })).toEqual([
    200,
    '0123456789',
  ]);
  expect((await ask('/moved'))[1]).toContain('startDownloadServer');
  expect((await ask('/own', { headers: { Range: 'bytes=0-5' } }))[1]).toBe('import');
  expect(await ask('/none')).toEqual([404, 'there is no /none here\n']);
  expect(await ask('/own', { method: 'PUT' })).toEqual([405, 'there is nothing to PUT here\n']);
  expect(await ask('/late')).toEqual([503, 'still not made\n']);
});

test('one download is damaged as it was told, the next is whole again', async () => {
  const tell = (damage: object): Promise<[number, string]> =>
    ask('/_stage/damages', { method: 'POST', body: JSON.stringify(damage) });
  expect(await tell({ pathEnd: 'file+', how: 'flip' })).toEqual([204, '']);
  expect(await tell({ pathEnd: 'file+', how: 'cut' })).toEqual([204, '']);
  expect((await ask('/own'))[0]).toBe(200);
  expect(await ask('/a%20file+')).toEqual([200, '0123446789']);
  await expect(ask('/a%20file+')).rejects.toThrow();
  expect(await ask('/a%20file+')).toEqual([200, '0123456789']);
  expect((await tell({ pathEnd: 'file+', how: 'eat' }))[0]).toBe(400);
  expect((await tell({ pathEnd: 'file+', how: 'cut', times: 2 }))[1]).toContain("'times'");
});
