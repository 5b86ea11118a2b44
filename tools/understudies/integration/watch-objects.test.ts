import { startKubernetes, type RunningKubernetes } from '@wescale/real-servers';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { ApiError } from '../src/kubernetes/api-error.ts';
import type { ApiServer } from '../src/kubernetes/api-server.ts';
import type { KubernetesObject, TypedObject } from '../src/kubernetes/kubernetes-object.ts';
import { watchKinds } from '../src/kubernetes/watch-kinds.ts';
import { watchObjects } from '../src/kubernetes/watch-objects.ts';
import { readObject } from '../src/kubernetes/read-objects.ts';
import { applyObject, createObject, deleteObject, mergeObject } from '../src/kubernetes/write-objects.ts';
import { createAdministrator } from './kubernetes-account.ts';
import { untilSo } from './until.ts';

let kubernetes: RunningKubernetes;
let api: ApiServer;
beforeAll(async () => {
  kubernetes = await startKubernetes();
  api = await createAdministrator(kubernetes, 'watched');
});
afterAll(async () => {
  await kubernetes[Symbol.asyncDispose]();
});

interface ConfigMap extends KubernetesObject {
  data?: Record<string, string>;
}

const maps = '/api/v1/namespaces/watched/configmaps';
const mapOf = (name: string, data: Record<string, string>): TypedObject<ConfigMap> => ({
  ...{ apiVersion: 'v1', kind: 'ConfigMap' },
  ...{ metadata: { name, namespace: 'watched', labels: { watched: 'yes' } }, data },
});

test('objects are listed, then followed through changes, cut connections and deletion', async () => {
  await createObject(api, maps, mapOf('before', { key: 'one' }));
  const ending = new AbortController();
  const problems: string[] = [];
  let changes = 0;
  const sockets = new Set<{ destroy: () => void }>();
  const { connect } = await import('node:tls');
  const cuttable: ApiServer = {
    ...api,
    createConnection: () => {
      const socket = connect({ host: api.host, port: api.port, ca: api.caCertificate });
      sockets.add(socket);
      return socket;
    },
  };
  const watched = watchObjects<ConfigMap>(cuttable, `${maps}?labelSelector=watched%3Dyes`, {
    signal: ending.signal,
    onChange: () => (changes += 1),
    onProblem: ({ message }) => problems.push(message),
    retryAfterMs: 20,
  });
  await watched.listed;
  expect([...watched.objects.keys()]).toEqual(['watched/before']);
  await createObject(api, maps, mapOf('later', {}));
  await untilSo('the new one', () => watched.objects.has('watched/later'));
  for (const socket of sockets) socket.destroy();
  await mergeObject(api, `${maps}/before`, { data: { key: 'two' } });
  await untilSo('the change', () => watched.objects.get('watched/before')?.data?.['key'] === 'two');
  await deleteObject(api, `${maps}/later`);
  await untilSo('the deletion', () => !watched.objects.has('watched/later'));
  expect(changes).toBeGreaterThanOrEqual(4);
  ending.abort();
});

test('a kind that is not there yet is waited for', async () => {
  const ending = new AbortController();
  const problems: string[] = [];
  watchObjects(api, '/apis/example.org/v1/things', {
    signal: ending.signal,
    onChange: () => undefined,
    onProblem: ({ message }) => problems.push(message),
    retryAfterMs: 5,
  });
  await untilSo('a second try', () => problems.length > 1);
  ending.abort();
  expect(problems[0]).toMatch(/listing .*things failed with 404/);
});

test('of several kinds nothing is told before all of them are there', async () => {
  const ending = new AbortController();
  const problems: string[] = [];
  let changes = 0;
  const options = {
    signal: ending.signal,
    onChange: () => (changes += 1),
    onProblem: ({ message }: Error) => problems.push(message),
    retryAfterMs: 5,
  };
  const half = watchKinds<{ maps: ConfigMap; things: KubernetesObject }>(
    api,
    { maps, things: '/apis/example.org/v1/things' },
    options,
  );
  await untilSo('the first kind', () => half.objects.maps.size > 0);
  await untilSo('a second try', () => problems.length > 1);
  expect(changes).toBe(0);
  const whole = watchKinds<{ maps: ConfigMap; accounts: KubernetesObject }>(
    api,
    { maps, accounts: '/api/v1/namespaces/watched/serviceaccounts' },
    options,
  );
  await whole.listed;
  expect(changes).toBe(1);
  expect(whole.objects.accounts.has('watched/understudy')).toBe(true);
  ending.abort();
});

test('what is applied twice is made once, a field left out is given up, and a fault is named', async () => {
  const first = await applyObject(api, maps, mapOf('applied', { a: '1', b: '2' }), 'test');
  const second = await applyObject(api, maps, mapOf('applied', { a: '1', b: '2' }), 'test');
  expect(second.metadata.resourceVersion).toBe(first.metadata.resourceVersion);
  expect((await applyObject(api, maps, mapOf('applied', { a: '1' }), 'test')).data).toEqual({ a: '1' });
  await deleteObject(api, `${maps}/applied`);
  await deleteObject(api, `${maps}/applied`);
  expect(await readObject(api, `${maps}/applied`)).toBeUndefined();
  const refused = createObject(api, maps, { ...mapOf('Not a name', {}) });
  await expect(refused).rejects.toBeInstanceOf(ApiError);
  await expect(refused).rejects.toMatchObject({ status: 422, reason: 'Invalid' });
});
