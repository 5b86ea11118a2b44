import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createHelm, listReleases, type Helm } from '@wescale/helm-release';
import type { RunningKubernetes } from '@wescale/real-servers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { converge, type HelmWorld, plan, startCluster, startHelm, webRelease } from './world.ts';

let kubernetes: RunningKubernetes;
beforeAll(async () => {
  kubernetes = await startCluster();
});
afterAll(() => kubernetes[Symbol.asyncDispose]());

/** A helm whose kubeconfig has one user with a token. */
async function withToken(world: HelmWorld, token: string): Promise<Helm> {
  const text = await readFile(kubernetes.kubeconfig, 'utf8');
  const authority = /certificate-authority-data: (\S+)/.exec(text)?.[1];
  const kubeconfig = join(world.directory, 'kubeconfig');
  const cluster = { server: kubernetes.url, 'certificate-authority-data': authority };
  await writeFile(
    kubeconfig,
    JSON.stringify({
      clusters: [{ name: 'c', cluster }],
      users: [{ name: 'u', user: { token } }],
      contexts: [{ name: 'by-token', context: { cluster: 'c', user: 'u' } }],
    }),
    { mode: 0o600 },
  );
  const homeDirectory = join(world.directory, 'home');
  return createHelm({ helm: world.program, kubeconfig, context: 'by-token', homeDirectory });
}

test('a token and a context do as well as a certificate', async () => {
  await using world = await startHelm('4.2.3', kubernetes);
  await kubernetes.kubectl(['create', 'serviceaccount', 'admin']);
  const binding = ['admin', '--clusterrole', 'cluster-admin', '--serviceaccount', 'default:admin'];
  await kubernetes.kubectl(['create', 'clusterrolebinding', ...binding]);
  const helm = await withToken(world, (await kubernetes.kubectl(['create', 'token', 'admin'])).trim());
  const release = await webRelease(world);
  await converge(helm, [release]);
  expect((await converge(helm, [release])).changes).toEqual([]);
});

test('who may do little is told what is not allowed', async () => {
  await using world = await startHelm('4.2.3', kubernetes);
  await kubernetes.kubectl(['create', 'serviceaccount', 'nobody']);
  const helm = await withToken(world, (await kubernetes.kubectl(['create', 'token', 'nobody'])).trim());
  const call = listReleases(helm);
  await expect(call).rejects.toMatchObject({ code: 'cluster-refused', status: 403 });
  await expect(call).rejects.toThrow('cannot list resource "secrets"');
  await expect(listReleases(await withToken(world, 'wrong'))).rejects.toMatchObject({ status: 401 });
});

test('a cluster that gives no answer is told by its address', async () => {
  await using world = await startHelm('4.2.3');
  const kubeconfig = join(world.directory, 'kubeconfig');
  const text = await readFile(kubernetes.kubeconfig, 'utf8');
  await writeFile(kubeconfig, text.replace(kubernetes.url, 'https://127.0.0.1:1'), { mode: 0o600 });
  const helm = createHelm({ helm: world.program, kubeconfig, homeDirectory: world.helm.homeDirectory });
  const call = plan(helm, [await webRelease(world)]);
  await expect(call).rejects.toMatchObject({ code: 'cluster-unreachable' });
  await expect(call).rejects.toThrow('https://127.0.0.1:1 gives no answer');
});

test('another API server than the one that is trusted is refused', async () => {
  await using other = await startCluster();
  await using world = await startHelm('4.2.3');
  const kubeconfig = join(world.directory, 'kubeconfig');
  const text = await readFile(kubernetes.kubeconfig, 'utf8');
  await writeFile(kubeconfig, text.replace(kubernetes.url, other.url), { mode: 0o600 });
  const helm = createHelm({ helm: world.program, kubeconfig, homeDirectory: world.helm.homeDirectory });
  await expect(listReleases(helm)).rejects.toMatchObject({ code: 'cluster-unreachable' });
});

test('a connection that the API closes just then is no failure', async () => {
  await using world = await startHelm('4.2.3');
  const seen = new Set<object>();
  const server = createServer((request, response) => {
    // The second request on a connection meets its end.
    if (seen.has(request.socket)) request.socket.destroy();
    else response.end('{"items":null}');
    seen.add(request.socket);
  }).listen(0, '127.0.0.1');
  try {
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const kubeconfig = join(world.directory, 'kubeconfig');
    await writeFile(
      kubeconfig,
      JSON.stringify({
        'current-context': 'x',
        clusters: [{ name: 'c', cluster: { server: `http://127.0.0.1:${port}` } }],
        users: [{ name: 'u', user: {} }],
        contexts: [{ name: 'x', context: { cluster: 'c', user: 'u' } }],
      }),
    );
    const helm = createHelm({ helm: world.program, kubeconfig, homeDirectory: world.helm.homeDirectory });
    expect(await listReleases(helm)).toEqual([]);
    expect(await listReleases(helm)).toEqual([]);
    expect(seen.size).toBe(2);
  } finally {
    server.closeAllConnections();
    server.close();
  }
});

test('a lock of another machine holds until it runs out', async () => {
  await using world = await startHelm('4.2.3', kubernetes);
  const release = await webRelease(world);
  const lease = (renewTime: Date): string =>
    JSON.stringify({
      apiVersion: 'coordination.k8s.io/v1',
      kind: 'Lease',
      metadata: { name: `helm-release.${release.namespace}.web`, namespace: 'kube-system' },
      spec: {
        holderIdentity: 'elsewhere process 7 (0.0 x)',
        leaseDurationSeconds: 30,
        acquireTime: renewTime.toISOString().replace('Z', '000Z'),
        renewTime: renewTime.toISOString().replace('Z', '000Z'),
      },
    });
  await kubernetes.kubectl(['apply', '-f', '-'], { stdin: lease(new Date()) });
  await expect(converge(world.helm, [release])).rejects.toMatchObject({
    code: 'release-locked',
    holder: { identity: 'elsewhere process 7 (0.0 x)' },
  });
  await kubernetes.kubectl(['apply', '-f', '-'], { stdin: lease(new Date(Date.now() - 31_000)) });
  await converge(world.helm, [release]);
  expect((await converge(world.helm, [release])).changes).toEqual([]);
});
