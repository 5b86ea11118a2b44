import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { createReleaseFinder } from './find-release.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'stage-release-'));
writeFileSync(path.join(folder, 'k3s'), 'program');
afterAll(() => rmSync(folder, { recursive: true }));

const find = createReleaseFinder({
  origin: 'http://releases.test',
  channels: { stable: 'v1.2.3+k3s1' },
  versions: ['v1.2.3+k3s1'],
  folder: async () => folder,
  airGapImages: async () => ({ file: path.join(folder, 'images'), digest: '0123' }),
});

test('a channel leads to the page of its release, and that page is there', async () => {
  const location = 'http://releases.test/k3s-io/k3s/releases/tag/v1.2.3+k3s1';
  expect(await find('/v1-release/channels/stable')).toEqual({ location });
  expect(await find(new URL(location).pathname)).toMatchObject({ content: 'v1.2.3+k3s1\n' });
  const list = await find('/v1-release/channels');
  expect(JSON.parse(list && 'content' in list ? String(list.content) : '')).toEqual({
    type: 'collection',
    links: { self: 'http://releases.test/v1-release/channels' },
    resourceType: 'channels',
    data: [
      {
        ...{ id: 'stable', type: 'channel', name: 'stable', latest: 'v1.2.3+k3s1' },
        links: { self: 'http://releases.test/v1-release/channels/stable' },
      },
    ],
  });
});

test('a download leads to the file', async () => {
  expect(await find('/k3s-io/k3s/releases/download/v1.2.3+k3s1/k3s')).toEqual({
    location: 'http://releases.test/assets/v1.2.3%2Bk3s1/k3s',
  });
  expect(await find('/assets/v1.2.3+k3s1/k3s')).toEqual({ file: path.join(folder, 'k3s') });
});

test('every release has the images that go with it, and their checksum', async () => {
  const asset = (name: string): ReturnType<typeof find> => find(`/assets/v1.2.3+k3s1/${name}`);
  expect(await asset('k3s-airgap-images-amd64.tar.zst')).toEqual({ file: path.join(folder, 'images') });
  expect(await asset('k3s-airgap-images-amd64.sha256sum')).toMatchObject({
    content: '0123  k3s-airgap-images-amd64.tar.zst\n',
  });
});

test.each([
  '/',
  '/v1-release/channels/none',
  '/v1-release/channels/toString',
  '/k3s-io/k3s/releases/tag/v9+k3s1',
  '/k3s-io/k3s/releases/download/v9+k3s1/k3s',
  '/k3s-io/k3s/releases/download/v1.2.3+k3s1',
  '/assets/v1.2.3+k3s1/none',
  '/assets/v1.2.3+k3s1/..',
  '/assets/v9+k3s1/k3s',
])('%s is not found', async (pathname) => {
  expect(await find(pathname)).toBeUndefined();
});
