import { afterAll, beforeAll, expect, test } from 'vitest';
import { execInPod, listWorkloads, readPodLogs, type RancherClient } from '@wescale/rancher-client';
import { startExecServer, type ExecServer, type Program } from './exec-server.ts';
import { importApi, startReady } from './imported-world.ts';
import { makeCertificate, type TestCertificate } from './make-certificate.ts';

/** A cluster's API behind a Rancher and an agent, with one pod in it. */
interface PodWorld extends AsyncDisposable {
  admin: RancherClient;
  clusterId: string;
  api: ExecServer;
}

const pod = { namespace: 'site', pod: 'web-0' };
let tls: TestCertificate;
beforeAll(async () => {
  tls = await makeCertificate('IP:127.0.0.1');
});
afterAll(() => tls[Symbol.asyncDispose]());

async function startPod(run: Program = () => ({ exitCode: 0 })): Promise<PodWorld> {
  const stack = new AsyncDisposableStack();
  const api = stack.use(await startExecServer(tls, run));
  const { world, admin } = await startReady(tls);
  stack.use(world);
  const { cluster, agent } = await importApi({ world, admin }, tls, api.address);
  stack.use(agent);
  return { admin, clusterId: cluster.id, api, [Symbol.asyncDispose]: () => stack.disposeAsync() };
}

test('the log of a pod is read through the agent, and one that is not there is not found', async () => {
  await using world = await startPod();
  expect(await readPodLogs(world.admin, world.clusterId, pod, { tailLines: 2 })).toBe('first\nlast\n');
  expect(world.api.requests.at(-1)).toBe('/api/v1/namespaces/site/pods/web-0/log?tailLines=2');
  const missing = readPodLogs(world.admin, world.clusterId, { ...pod, pod: 'web-9' });
  await expect(missing).rejects.toMatchObject({ code: 'not-found' });
});

test('a command gets its words as they are, and gives back what it wrote and how it ended', async () => {
  await using world = await startPod((command) => ({
    stdout: `${command.join('|')} ünd so weiter`,
    stderr: 'careful',
    exitCode: 3,
  }));
  const command = ['sh', '-c', 'echo "$0" & exit 3'];
  expect(await execInPod(world.admin, world.clusterId, { ...pod, container: 'web' }, command)).toEqual({
    exitCode: 3,
    stdout: 'sh|-c|echo "$0" & exit 3 ünd so weiter',
    stderr: 'careful',
  });
  expect(world.api.requests.at(-1)).toContain('container=web');
});

test('a command reads all of its input and its end', async () => {
  await using world = await startPod((_, stdin) => ({ stdout: stdin ?? 'none', exitCode: 0 }));
  const run = (stdin?: string) =>
    execInPod(world.admin, world.clusterId, pod, ['cat'], stdin === undefined ? {} : { stdin });
  expect((await run('one\ntwo\n')).stdout).toBe('one\ntwo\n');
  expect((await run('')).stdout).toBe('');
  expect((await run()).stdout).toBe('none');
});

test('a command that cannot be started, does not end, says too much or is cut off is an error that says so', async () => {
  await using world = await startPod(([word]) => {
    if (word === 'nothing') return { failure: 'exec: "nothing": executable file not found' };
    if (word === 'yes') return { stdout: 'y'.repeat(1000), exitCode: 0 };
    return word === 'sleep' ? 'hangs' : 'breaks';
  });
  const run = (word: string, options = {}) =>
    execInPod(world.admin, world.clusterId, pod, [word], { timeoutMs: 500, ...options });
  const failed = (words: string) => ({
    code: 'exec-failed',
    message: expect.stringContaining(words) as string,
  });
  await expect(run('nothing')).rejects.toMatchObject(failed('executable file not found'));
  await expect(run('sleep')).rejects.toMatchObject(failed('has not ended after 0.5 s'));
  await expect(run('yes', { maxOutputBytes: 100 })).rejects.toMatchObject(failed('more than 100 bytes'));
  await expect(run('kill', { timeoutMs: 5000 })).rejects.toMatchObject(failed('connection was lost'));
  const signal = AbortSignal.abort(new Error('enough'));
  await expect(run('sleep', { signal })).rejects.toThrow('enough');
});

test('without a token, or of an unknown cluster, exec is refused as any other call', async () => {
  await using world = await startPod();
  const { admin, clusterId } = world;
  const stranger = execInPod(admin.withToken(undefined), clusterId, pod, ['id']);
  await expect(stranger).rejects.toMatchObject({ code: 'not-signed-in' });
  await expect(execInPod(admin, 'c-none', pod, ['id'])).rejects.toMatchObject({ code: 'not-found' });
  await expect(execInPod(admin, clusterId, pod, [])).rejects.toMatchObject({ code: 'invalid-call' });
});

test('workloads of an empty cluster are none', async () => {
  await using world = await startPod();
  expect(await listWorkloads(world.admin, world.clusterId)).toEqual([]);
});
