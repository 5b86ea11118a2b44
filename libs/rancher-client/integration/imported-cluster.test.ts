import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startKubernetes, type RunningKubernetes } from '@wescale/real-servers';
import { startRancherAgent } from '@wescale/understudies';
import {
  applyImport,
  createKubeconfig,
  deleteCluster,
  listNamespaces,
  listProjects,
  planImport,
  readCluster,
  readImport,
  type Cluster,
} from '@wescale/rancher-client';
import { caChecksum, startReady } from './imported-world.ts';
import { makeCertificate, type TestCertificate } from './make-certificate.ts';

const desired = { name: 'board' };
let kubernetes: RunningKubernetes;
let tls: TestCertificate;

beforeAll(async () => {
  [kubernetes, tls] = await Promise.all([startKubernetes(), makeCertificate('IP:127.0.0.1')]);
});
afterAll(async () => {
  await kubernetes[Symbol.asyncDispose]();
  await tls[Symbol.asyncDispose]();
});

/** What the manifest brings into a cluster; this one has no node, so its agent runs here, with what it was given there. */
async function startAgent(url: string, manifest: string): Promise<AsyncDisposable> {
  await kubernetes.kubectl(['apply', '--filename', '-'], { stdin: manifest });
  const get = async (...what: string[]): Promise<string> =>
    (await kubernetes.kubectl(['--namespace', 'cattle-system', ...what])).trim();
  const newest = 'jsonpath={.items[-1:].data.token}';
  const token = await get('get', 'secret', '--sort-by', '.metadata.creationTimestamp', '--output', newest);
  const authority = 'jsonpath={.clusters[0].cluster.certificate-authority-data}';
  const caCertificate = await get('config', 'view', '--raw', '--output', authority);
  return startRancherAgent({
    server: url,
    caChecksum: caChecksum(tls),
    isStrict: true,
    token: Buffer.from(token, 'base64').toString(),
    cluster: {
      address: new URL(kubernetes.url).host,
      token: await get('create', 'token', 'cattle'),
      caCertificate: Buffer.from(caCertificate, 'base64').toString(),
    },
    reconnectAfterMs: 50,
  });
}

describe('a real control plane', () => {
  test('is imported until all conditions are met, looked into, and let go', async () => {
    const { world, admin } = await startReady(tls);
    await using _world = world;
    await using agents = new AsyncDisposableStack();
    const importOnce = async (): Promise<Cluster | undefined> =>
      applyImport(admin, planImport(await readImport(admin, desired), desired), desired, {
        applyManifest: async (manifest) => agents.use(await startAgent(world.rancher.url, manifest)),
        timeoutMs: 60_000,
      });

    const cluster = (await importOnce())!;
    expect(cluster.state).toBe('active');
    world.rancher.control.clearJournal();
    expect(await importOnce()).toBeUndefined();
    expect(world.writes()).toEqual([]);

    const namespaces = await listNamespaces(admin, cluster.id);
    expect(namespaces.map(({ metadata }) => metadata.name)).toContain('cattle-system');
    expect((await listProjects(admin, cluster.id)).length).toBeGreaterThan(0);
    expect((await createKubeconfig(admin, cluster.id)).kubeconfig).toContain(`/k8s/clusters/${cluster.id}`);

    await deleteCluster(admin, cluster.id);
    expect(await readCluster(admin, cluster.id)).toBeUndefined();
  });

  test('whose agent never comes is waited for, and the error says what is missing', async () => {
    const { world, admin } = await startReady(tls);
    await using _world = world;
    const plan = planImport(await readImport(admin, desired), desired);
    const applied = applyImport(admin, plan, desired, {
      applyManifest: () => Promise.resolve(),
      timeoutMs: 200,
    });
    await expect(applied).rejects.toMatchObject({
      code: 'wait-exceeded',
      awaiting: expect.stringContaining('its agent is not connected') as string,
    });
  });
});
