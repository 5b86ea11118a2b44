import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startKubernetes, type RunningKubernetes } from '@wescale/real-servers';
import { memoryStore } from '@wescale/understudies';
import {
  applyImport,
  deleteCluster,
  planImport,
  readAgent,
  readImport,
  updateSetting,
  type Cluster,
  type ImportDesired,
  type RancherClient,
} from '@wescale/rancher-client';
import { startOverHttps, startReady } from './imported-world.ts';
import { makeCertificate, type TestCertificate } from './make-certificate.ts';
import { startPlayedNode, type PlayedNode } from './played-node.ts';

const desired: ImportDesired = { name: 'board' };
let kubernetes: RunningKubernetes;
let tls: TestCertificate;
let otherTls: TestCertificate;

beforeAll(async () => {
  [kubernetes, tls, otherTls] = await Promise.all([
    startKubernetes(),
    makeCertificate('IP:127.0.0.1'),
    makeCertificate('IP:127.0.0.1'),
  ]);
});
afterAll(async () => {
  await kubernetes[Symbol.asyncDispose]();
  await tls[Symbol.asyncDispose]();
  await otherTls[Symbol.asyncDispose]();
});

async function importOnce(
  admin: RancherClient,
  { board, applyManifest }: PlayedNode,
  how: ImportDesired = desired,
  agentGraceMs = 0,
): Promise<Cluster | undefined> {
  const facts = await readImport(admin, how, { board });
  return applyImport(admin, planImport(facts, how), how, {
    board,
    applyManifest,
    timeoutMs: 60_000,
    agentGraceMs,
  });
}

/** The next run repairs it, and the one after that changes nothing. */
async function expectRepaired(admin: RancherClient, node: PlayedNode, how = desired): Promise<void> {
  expect((await importOnce(admin, node, how, 60_000))?.state).toBe('active');
  expect(planImport(await readImport(admin, how, { board: node.board }), how).changes).toEqual([]);
  expect((await readAgent(node.board))?.words).toEqual([]);
}

const message = (words: RegExp): string => expect.stringMatching(words) as string;

describe('an import is explained in the words of its agent, and repaired by the next run', () => {
  test('when it must check a CA and there is none', async () => {
    await using node = await startPlayedNode(kubernetes);
    const store = memoryStore();
    {
      const { world, admin } = await startOverHttps(tls, { store });
      await using _world = world;
      await updateSetting(admin, 'server-url', world.rancher.url);
      // Known before anything is made.
      await expect(importOnce(admin, node)).rejects.toMatchObject({
        code: 'agent-ca-missing',
        message: message(/agent-tls-mode is strict and its cacerts are empty.*system-store/),
      });
      expect(world.writes().filter((write) => write.includes('/v3/clusters'))).toEqual([]);
      // Of a run that did not look.
      const facts = await readImport(admin, desired);
      delete facts.agentTrust;
      const applied = applyImport(admin, planImport(facts, desired), desired, {
        ...node,
        agentGraceMs: 0,
        timeoutMs: 60_000,
      });
      await expect(applied).rejects.toMatchObject({
        code: 'agent-ca-missing',
        agentWords: ['Strict CA verification is enabled but encountered error finding root CA'],
      });
    }
    const { world, admin } = await startOverHttps(tls, { store, caCertificates: tls.certificate });
    await using _world = world;
    await updateSetting(admin, 'server-url', world.rancher.url);
    await expectRepaired(admin, node, { ...desired, replacesForeignAgent: true });
  });

  test('when the CA it is given is not that of the certificate', async () => {
    await using node = await startPlayedNode(kubernetes);
    const store = memoryStore();
    {
      const { world, admin } = await startOverHttps(tls, { store, caCertificates: otherTls.certificate });
      await using _world = world;
      await updateSetting(admin, 'server-url', world.rancher.url);
      await expect(importOnce(admin, node)).rejects.toMatchObject({
        code: 'agent-ca-mismatch',
        message: message(/says: Could not securely connect to .*; see whether Rancher's cacerts hold the CA/),
      });
    }
    const { world, admin } = await startOverHttps(tls, { store, caCertificates: tls.certificate });
    await using _world = world;
    await updateSetting(admin, 'server-url', world.rancher.url);
    await expectRepaired(admin, node, { ...desired, replacesForeignAgent: true });
  });

  test('when Rancher has no address for itself', async () => {
    await using node = await startPlayedNode(kubernetes);
    const { world, admin } = await startOverHttps(tls, { caCertificates: tls.certificate });
    await using _world = world;
    await expect(importOnce(admin, node)).rejects.toMatchObject({ code: 'server-url-not-set' });
    await updateSetting(admin, 'server-url', world.rancher.url);
    await expectRepaired(admin, node);
  });

  test.each([
    ['cannot be resolved', 'https://rancher.invalid', 'agent-cannot-resolve', /cannot resolve the name/],
    ['does not let it in', 'https://127.0.0.1:1', 'agent-cannot-connect', /cannot reach .*port 443/],
  ])('when the address of Rancher %s', async (_, serverUrl, code, words) => {
    await using node = await startPlayedNode(kubernetes);
    const { world, admin } = await startOverHttps(tls, { caCertificates: tls.certificate });
    await using _world = world;
    await updateSetting(admin, 'server-url', serverUrl);
    await expect(importOnce(admin, node)).rejects.toMatchObject({
      code,
      message: message(words),
      agentWords: [message(/\/ping is not accessible/)],
    });
    expect(world.waits.join('\n')).not.toContain('token starting');
    const again = await readImport(admin, desired, { board: node.board });
    expect(planImport(again, desired).changes[0]?.summary).toMatch(/it says: .*is not accessible/);
    await updateSetting(admin, 'server-url', world.rancher.url);
    await expectRepaired(admin, node, { ...desired, replacesForeignAgent: true });
  });

  test('when the cluster was deleted in Rancher, and its agent is still there', async () => {
    await using node = await startPlayedNode(kubernetes);
    const { world, admin } = await startReady(tls);
    await using _world = world;
    const first = await importOnce(admin, node, desired, 60_000);
    await node.stopAgent();
    await deleteCluster(admin, first?.id ?? '');
    const facts = await readImport(admin, desired, { board: node.board });
    expect(planImport(facts, desired).changes.at(-1)?.summary).toMatch(
      /of a cluster that Rancher no longer has/,
    );
    await expectRepaired(admin, node);
  });

  test('when the agent of another Rancher is in the cluster', async () => {
    await using node = await startPlayedNode(kubernetes);
    const other = await startReady(tls);
    await using _other = other.world;
    await importOnce(other.admin, node, desired, 60_000);
    const { world, admin } = await startReady(tls);
    await using _world = world;
    await expect(importOnce(admin, node)).rejects.toMatchObject({
      code: 'agent-of-another-rancher',
      server: other.world.rancher.url,
    });
    expect(world.writes().filter((write) => write.includes('/v3/clusters'))).toEqual([]);
    await expectRepaired(admin, node, { ...desired, replacesForeignAgent: true });
    const secrets = await kubernetes.kubectl(['get', 'secret', '-n', 'cattle-system', '-o', 'name']);
    expect(secrets.trim().split('\n')).toHaveLength(1);
  });
});
