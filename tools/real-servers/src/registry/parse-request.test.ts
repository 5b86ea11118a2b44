import { expect, test } from 'vitest';
import { parseRequest } from './parse-request.ts';

const digest = `sha256:${'a'.repeat(64)}`;

test('the requests of a pull are understood, with the registry a mirror stands in for', () => {
  expect(parseRequest('GET', '/v2/')).toEqual({ kind: 'version' });
  expect(parseRequest('HEAD', '/v2/rancher/rancher/manifests/v2.15.0?ns=docker.io')).toEqual({
    kind: 'manifest',
    repository: 'rancher/rancher',
    reference: 'v2.15.0',
    upstream: 'docker.io',
  });
  expect(parseRequest('GET', `/v2/pause/manifests/${digest}`)).toMatchObject({ reference: digest });
  expect(parseRequest('GET', `/v2/a/b/c/blobs/${digest}`)).toMatchObject({ repository: 'a/b/c', digest });
});

test('the tags of a repository may be asked for', () => {
  expect(parseRequest('GET', '/v2/traefik/helm/traefik/tags/list')).toEqual({
    kind: 'tags',
    repository: 'traefik/helm/traefik',
  });
});

test.each([
  ['POST', '/v2/rancher/rancher/blobs/uploads/', 405, 'UNSUPPORTED'],
  ['GET', '/v2/_catalog', 404, 'UNSUPPORTED'],
  ['GET', '/v2/rancher/rancher/tags/v1', 404, 'UNSUPPORTED'],
  ['GET', '/v2/rancher/manifests/v1?scope=x', 404, 'UNSUPPORTED'],
  ['GET', '/v2/Rancher/manifests/v1', 400, 'NAME_INVALID'],
  ['GET', '/v2/rancher/blobs/v1', 400, 'DIGEST_INVALID'],
  ['GET', '/v2/rancher/manifests/-v1', 400, 'MANIFEST_UNKNOWN'],
])('%s %s is refused', (method, url, status, code) => {
  expect(() => parseRequest(method, url)).toThrow(expect.objectContaining({ status, code }) as Error);
});
