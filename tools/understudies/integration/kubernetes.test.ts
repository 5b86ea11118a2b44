import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';

import { startKubernetes, type RunningKubernetes } from '@wescale/real-servers';
import { startRancher, startRancherAgent, type RunningRancher } from '@wescale/understudies';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { emptyState, type RancherState } from '../src/rancher/state/state.ts';
import { StateConflictError } from '../src/rancher/state/state-store.ts';
import { secretStore } from '../src/rancher/state/secret-store.ts';
import { cleanUp } from '../src/rancher-agent/clean-up.ts';
import { call, logIn, makeCertificate } from './call-rancher.ts';
import { apiOfAccount, createAdministrator } from './kubernetes-account.ts';
import { until } from './until.ts';

const bootstrapPassword = 'only-for-the-first-login';

let kubernetes: RunningKubernetes;
let tls: { certificate: string; privateKey: string };
beforeAll(async () => {
  [kubernetes, tls] = await Promise.all([startKubernetes(), makeCertificate()]);
});
afterAll(async () => {
  await kubernetes[Symbol.asyncDispose]();
});

/** Rancher behind a URL that is known to it, and a token of its administrator. */
async function startKnown(): Promise<{ rancher: RunningRancher; token: string }> {
  const rancher = await startRancher({ bootstrapPassword, tls, caCertificates: tls.certificate });
  const token = await logIn(rancher, bootstrapPassword);
  await call(rancher, 'PUT', '/v3/settings/server-url', { token, body: { value: rancher.url } });
  return { rancher, token };
}

test('what Rancher knows is in a Secret, survives it, and is seen by a second one beside it', async () => {
  const store = await createAdministrator(kubernetes, 'store-one');
  const open = (password?: string): Promise<RunningRancher> =>
    startRancher({
      store: secretStore(store, 'store-one'),
      ...(password === undefined ? {} : { bootstrapPassword: password }),
    });
  let token: string;
  {
    await using first = await open(bootstrapPassword);
    token = await logIn(first, bootstrapPassword);
    const body = { value: 'https://rancher.example.com' };
    expect((await call(first, 'PUT', '/v3/settings/server-url', { token, body })).status).toBe(200);
    // The pod of the next version starts while this one still serves.
    await using second = await open('another-that-is-not-looked-at');
    await call(first, 'PUT', '/v3/settings/eula-agreed', { token, body: { value: '2026-11-24T00:00:00Z' } });
    expect((await call(second, 'GET', '/v3/settings/eula-agreed', { token })).body).toMatchObject({
      value: '2026-11-24T00:00:00Z',
    });
  }
  await using third = await open();
  expect((await call(third, 'GET', '/v3/settings/server-url', { token })).body).toMatchObject({
    value: 'https://rancher.example.com',
  });
  const secret = await kubernetes.kubectl([
    ...['get', 'secret', 'rancher-understudy-state', '--namespace', 'store-one'],
    ...['--output', 'jsonpath={.data.state}'],
  ]);
  const state = Buffer.from(secret, 'base64').toString();
  expect(state).not.toContain(bootstrapPassword);
  expect(state).not.toContain(token.split(':')[1]);
});

test('of two changes at once the second is refused, and its maker then sees the first', async () => {
  const api = await createAdministrator(kubernetes, 'store-two');
  const [one, other] = [secretStore(api, 'store-two'), secretStore(api, 'store-two')];
  const stateOf = (name: string): RancherState => ({ ...emptyState(), settings: { 'server-url': name } });
  await one.save(stateOf('start'));
  await other.load();
  await one.save(stateOf('first'));
  await expect(other.save(stateOf('second'))).rejects.toBeInstanceOf(StateConflictError);
  expect(await other.loadNewer()).toEqual(stateOf('first'));
  expect(await other.loadNewer()).toBeUndefined();
  await other.save(stateOf('third'));
  expect(await one.loadNewer()).toEqual(stateOf('third'));
});

test('an imported cluster is active once its agent came, is reached through its tunnel, and is cleaned up', async () => {
  const { rancher, token } = await startKnown();
  await using _rancher = rancher;
  const created = await call(rancher, 'POST', '/v3/clusters', {
    token,
    body: { type: 'cluster', name: 'board' },
  });
  expect(created).toMatchObject({ status: 201, body: { state: 'pending' } });
  const id = String(created.body['id']);
  const tokens = await call(rancher, 'GET', `/v3/clusterregistrationtokens?clusterId=${id}`, { token });
  const [registration] = tokens.body['data'] as [{ token: string; manifestUrl: string }];
  expect(registration.manifestUrl).toBe(`${rancher.url}/v3/import/${registration.token}_${id}.yaml`);

  const path = new URL(registration.manifestUrl).pathname;
  const manifest = await call(rancher, 'GET', path);
  expect(manifest.headers['content-type']).toMatch(/^text\/plain/);
  const applied = await kubernetes.kubectl(['apply', '--filename', '-'], { stdin: manifest.text });
  expect(applied).toContain('deployment.apps/cattle-cluster-agent created');
  expect(await kubernetes.kubectl(['apply', '--filename', '-'], { stdin: manifest.text })).not.toContain(
    'created',
  );
  expect((await call(rancher, 'GET', path.replace(/_.*/, '_c-other.yaml'))).status).toBe(400);

  const account = await apiOfAccount(kubernetes, 'cattle-system', 'cattle');
  const lines: string[] = [];
  await using agent = await startRancherAgent({
    server: rancher.url,
    caChecksum: createHash('sha256').update(tls.certificate).digest('hex'),
    isStrict: true,
    token: registration.token,
    cluster: {
      address: `${account.host}:${account.port}`,
      token: await account.token(),
      caCertificate: account.caCertificate,
    },
    reconnectAfterMs: 50,
    onLog: (line) => lines.push(line),
  });
  await agent.connected;
  const active = await until('the cluster to be active', async () => {
    const { body } = await call(rancher, 'GET', `/v3/clusters/${id}`, { token });
    return body['state'] === 'active' ? body : undefined;
  });
  const types = [
    'AgentDeployed',
    'Ready',
    'SystemAccountCreated',
    'ServiceAccountSecretsMigrated',
    'Connected',
  ];
  for (const type of types)
    expect(active['conditions']).toContainEqual(expect.objectContaining({ type, status: 'True' }));
  expect(active['version']).toEqual({ gitVersion: kubernetes.version });

  const namespaces = await call(rancher, 'GET', `/k8s/clusters/${id}/v1/namespaces?limit=1000`, { token });
  expect((namespaces.body['data'] as { id: string }[]).map((one) => one.id)).toContain('cattle-system');

  const generated = await call(rancher, 'POST', `/v3/clusters/${id}?action=generateKubeconfig`, { token });
  const kubeconfig = `${kubernetes.kubeconfig}.rancher`;
  await writeFile(kubeconfig, String(generated.body['config']), { mode: 0o600 });
  const proxied = ['--kubeconfig', kubeconfig];
  expect(await kubernetes.kubectl([...proxied, 'get', 'namespaces', '--output', 'name'])).toContain(
    'namespace/cattle-system',
  );
  const map = ['configmap', 'through-the-tunnel', '--namespace', 'default'];
  const long = {
    ...{
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'through-the-tunnel', namespace: 'default' },
    },
    data: { long: 'x'.repeat(700_000) },
  };
  await kubernetes.kubectl([...proxied, 'create', '--filename', '-'], { stdin: JSON.stringify(long) });
  expect(
    await kubernetes.kubectl([...proxied, 'get', ...map, '--output', 'jsonpath={.data.long}']),
  ).toHaveLength(700_000);
  expect((await call(rancher, 'GET', `/k8s/clusters/${id}/api/v1/namespaces`)).status).toBe(401);

  const deleted = await call(rancher, 'DELETE', `/v3/clusters/${id}`, { token });
  expect(deleted.body).toMatchObject({ state: 'removing' });
  expect((await call(rancher, 'GET', `/v3/clusters/${id}`, { token })).status).toBe(404);
  const job = await kubernetes.kubectl(['get', 'jobs', '--namespace', 'default', '--output', 'name']);
  expect(job).toContain('job.batch/cattle-cleanup-');
  // No node runs the Job here: its program does what it would.
  const name = job.trim().replace('job.batch/', '');
  await cleanUp(await apiOfAccount(kubernetes, 'default', name), name);
  const left = ['get', 'namespace,clusterrole,clusterrolebinding', '--output', 'name'];
  await until('the import to be removed', async () => {
    const all = await kubernetes.kubectl(left);
    return all.includes('cattle-admin') || all.includes(name) ? undefined : all;
  });
  await until('the refused agent to say so', async () =>
    lines.some((line) => line.includes('401')) ? true : undefined,
  );
});
