import { describe, expect, test } from 'vitest';
import {
  applyImport,
  createCluster,
  createKubeconfig,
  deleteCluster,
  fetchManifest,
  findCluster,
  listClusters,
  login,
  planImport,
  readCluster,
  readImport,
  readRegistration,
  updateSetting,
  type RancherClient,
} from '@wescale/rancher-client';
import { bootstrapPassword, serverUrl, startWorld, type World } from './world.ts';

const desired = {
  name: 'board',
  labels: { 'hunt.wescale.fr/color': 'blue' },
  annotations: { 'hunt.wescale.fr/run': '1' },
  agentEnvVars: [{ name: 'HTTPS_PROXY', value: 'http://proxy.hunt.test:3128' }],
};

async function signIn(world: World): Promise<RancherClient> {
  const { token } = await login(world.client, { password: bootstrapPassword });
  return world.client.withToken(token);
}

describe('a cluster that is to be imported', () => {
  test('gets an entry, a registration token and a manifest with the agent in it', async () => {
    await using world = await startWorld({ serverUrl, agentTlsMode: 'system-store' });
    const admin = await signIn(world);
    const facts = await readImport(admin, desired);
    expect([facts.cluster, facts.serverUrl]).toEqual([null, serverUrl]);
    const manifests: string[] = [];
    const applied = applyImport(admin, planImport(facts, desired), desired, {
      applyManifest: async (manifest) => void manifests.push(manifest),
      timeoutMs: 100,
      pollIntervalMs: 20,
    });
    await expect(applied).rejects.toMatchObject({ code: 'wait-exceeded' });
    expect(manifests.join()).toMatch(/cattle-cluster-agent/);
    expect(manifests.join()).toContain('http://proxy.hunt.test:3128');

    const cluster = await findCluster(admin, desired.name);
    expect(cluster).toMatchObject({ labels: desired.labels, annotations: desired.annotations });
    const again = planImport(await readImport(admin, desired), desired);
    expect(again.changes.map(({ action }) => action)).toEqual(['deploy-agent']);
    expect((await listClusters(admin)).filter(({ name }) => name === desired.name)).toHaveLength(1);
  });

  test('is not given a token before Rancher knows its own address', async () => {
    await using world = await startWorld();
    const admin = await signIn(world);
    const { id } = await createCluster(admin, desired);
    await expect(readRegistration(admin, id)).rejects.toMatchObject({ code: 'server-url-not-set' });
    await updateSetting(admin, 'server-url', serverUrl);
    const registration = await readRegistration(admin, id);
    expect(registration.manifestUrl).toMatch(new RegExp(`^${serverUrl}/v3/import/.*_${id}\\.yaml$`));
    expect(await fetchManifest(world.client, registration)).toContain(serverUrl);
  });

  test('gets a token that Rancher forgot to make, and just one', async () => {
    await using world = await startWorld({ serverUrl, makesDefaultToken: false });
    const admin = await signIn(world);
    const { id } = await createCluster(admin, desired);
    const path = '/v3/clusterregistrationtokens';
    world.rancher.control.inject({ method: 'POST', path, kind: 'reply_lost' });
    const first = await readRegistration(admin, id);
    expect((await readRegistration(admin, id)).id).toBe(first.id);
    expect(world.writes().filter((write) => write === `POST ${path}`)).toHaveLength(1);
  });

  test('is not registered with a token that has been replaced, nor by an address that is none', async () => {
    await using world = await startWorld({ serverUrl, agentTlsMode: 'system-store' });
    const admin = await signIn(world);
    const { id: clusterId } = await createCluster(admin, desired);
    const stale = { clusterId, manifestUrl: `${serverUrl}/v3/import/stale_${clusterId}.yaml` };
    const error = await fetchManifest(admin, stale).catch((refusal: unknown) => refusal);
    expect(error).toMatchObject({ status: 400 });
    expect(String(error)).not.toContain('stale_');
    for (const manifestUrl of [
      `${serverUrl}/v3/import/{token}_${clusterId}.yaml`,
      `${serverUrl}/v3/settings`,
    ])
      await expect(fetchManifest(admin, { clusterId, manifestUrl })).rejects.toMatchObject({
        code: 'registration-unusable',
      });
  });

  test.each(['reply_lost', 'server_error'] as const)('gets one entry and one token by %s', async (kind) => {
    await using world = await startWorld({ serverUrl, agentTlsMode: 'system-store' });
    const admin = await signIn(world);
    world.rancher.control.inject({ method: 'POST', path: '/v3/clusters', kind });
    world.rancher.control.inject({ method: 'GET', path: '/v3/import/:file', kind });
    const { id } = await createCluster(admin, desired);
    expect((await listClusters(admin)).filter(({ name }) => name === desired.name)).toHaveLength(1);
    await fetchManifest(admin, await readRegistration(admin, id));
    await expect(createCluster(admin, desired)).rejects.toBeInstanceOf(Error);
  });

  test('is gone after its deletion, which may be asked for twice, and lose its answer', async () => {
    await using world = await startWorld({ serverUrl, agentTlsMode: 'system-store' });
    const admin = await signIn(world);
    const { id } = await createCluster(admin, desired);
    world.rancher.control.inject({ method: 'DELETE', path: '/v3/clusters/:id', kind: 'reply_lost' });
    await deleteCluster(admin, id);
    expect(await readCluster(admin, id)).toBeUndefined();
    await deleteCluster(admin, id);
    expect(planImport(await readImport(admin, desired), desired).changes).toHaveLength(2);
  });
});

test.each([
  ['2.15.0', 'ext'],
  ['2.12.0', 'action'],
] as const)('a kubeconfig of %s is made by the %s', async (version, kind) => {
  await using world = await startWorld({ version, serverUrl });
  const admin = await signIn(world);
  const { id } = await createCluster(admin, desired);
  const created = await createKubeconfig(admin, id);
  expect(created.kind).toBe(kind);
  expect(created.kubeconfig).toContain(`${serverUrl}/k8s/clusters/${id}`);
  await expect(createKubeconfig(admin, 'c-none')).rejects.toMatchObject({ code: 'not-found' });
});

test('long lists are read page by page', async () => {
  await using world = await startWorld({ serverUrl, agentTlsMode: 'system-store' });
  const admin = await signIn(world);
  for (const name of ['a', 'b', 'c']) await createCluster(admin, { name });
  world.rancher.control.clearJournal();
  const names = (await listClusters(admin, { pageSize: 2 })).map(({ name }) => name);
  expect(names.filter((name) => name !== 'local')).toEqual(['a', 'b', 'c']);
  expect(world.rancher.control.journal()).toHaveLength(2);
});
