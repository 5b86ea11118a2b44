import { expect, test } from 'vitest';
import { expectedOf } from '../apply/expected-digests.ts';
import { locateRelease, parseChannelRedirect, resolveChannel } from './release-location.ts';

test('files of a release are where k3s has them', () => {
  expect(locateRelease('v1.36.3+k3s1', 'arm64', {})).toMatchObject({
    checksumsUrl: 'https://github.com/k3s-io/k3s/releases/download/v1.36.3%2Bk3s1/sha256sum-arm64.txt',
    binary: { name: 'k3s-arm64' },
  });
  expect(locateRelease('v1.36.3+k3s1', 'arm', { artifactUrl: 'http://a' }).binary.url).toBe(
    'http://a/v1.36.3%2Bk3s1/k3s-armhf',
  );
  expect(locateRelease('v1.36.3+k3s1', 'amd64', { artifactUrl: 'http://a' }).images.url).toBe(
    'http://a/v1.36.3%2Bk3s1/k3s-airgap-images-amd64.tar.zst',
  );
});

test.each([
  ['302 https://github.com/k3s-io/k3s/releases/tag/v1.36.3+k3s1', { version: 'v1.36.3+k3s1' }],
  ['302 https://github.com/k3s-io/k3s/releases/tag/v1.36.3%2Bk3s1', { version: 'v1.36.3+k3s1' }],
  ['302 https://github.com/login', { error: 'it answered 302 and https://github.com/login' }],
  ['302 https://github.com/%', { error: 'it answered 302 and https://github.com/%' }],
  ['404 ', { error: 'it answered 404 and no address' }],
  ['curl: (7) Failed to connect\n000 ', { error: 'curl: (7) Failed to connect' }],
  ['', { error: 'it did not answer' }],
])('a channel that says %j', (text, outcome) => {
  expect(parseChannelRedirect(text)).toEqual(outcome);
});

test('a channel is asked from here too', async () => {
  const asked: string[] = [];
  const fetch = (url: unknown): Promise<Response> => {
    asked.push(String(url));
    return Promise.resolve(
      new Response(null, { status: 302, headers: { location: 'https://x/tag/v1.36.3+k3s1' } }),
    );
  };
  expect(await resolveChannel('v1.36', { channelUrl: 'http://c', fetch })).toBe('v1.36.3+k3s1');
  expect(asked).toEqual(['http://c/v1.36']);
  await expect(
    resolveChannel('x', { fetch: () => Promise.reject(new Error('no network')) }),
  ).rejects.toMatchObject({
    code: 'channel-unresolved',
    cause: { message: 'no network' },
  });
});

test('a list of checksums is read as sha256sum writes it', () => {
  const [a, b] = ['a'.repeat(64), 'b'.repeat(64)];
  const checksums = `${a}  k3s\n${b} *./k3s-arm64\n`;
  expect(expectedOf({ airGap: { checksums } }, 'k3s')).toBe(a);
  expect(expectedOf({ airGap: { checksums } }, 'k3s-arm64')).toBe(b);
  expect(expectedOf({ airGap: { checksums } }, 'k3s-armhf')).toBeUndefined();
  expect(expectedOf({ sha256: b, airGap: { checksums } }, 'k3s')).toBe(b);
});
