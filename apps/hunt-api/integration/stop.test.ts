/** SIGTERM: what was asked is answered, nothing new is taken, and the process ends by itself. */
import { connect, type Socket } from 'node:net';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { extensionRequest } from '@wescale/drone-pipelines';
import { expect, test } from 'vitest';
import { createApiFolder, secretOf } from './api-folder.ts';
import { startApi, type RunningApi } from './running-api.ts';

const build = { id: 7, event: 'push' };
const repo = { id: 3, uid: '30', user_id: 1, namespace: 'players', name: 'first', slug: 'players/first' };

/** A signed call whose body is still to come, and that the server has begun to read. */
async function beginCall({ url }: RunningApi): Promise<{ socket: Socket; body: string }> {
  const endpoint = `${url}/drone/config`;
  const request = extensionRequest('config', { build, repo }, { endpoint, secret: secretOf('config') });
  const body = await request.text();
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  const headers = [...request.headers].map(([name, value]) => `${name}: ${value}\r\n`).join('');
  socket.write(
    `POST /drone/config HTTP/1.1\r\nhost: ${hostname}\r\nexpect: 100-continue\r\n` +
      `content-length: ${Buffer.byteLength(body)}\r\n${headers}\r\n`,
  );
  const [interim] = (await once(socket, 'data')) as [Buffer];
  expect(interim.toString()).toContain('100 Continue');
  return { socket, body };
}

async function waitForLog(api: RunningApi, message: string): Promise<void> {
  while (!api.lines.some((line) => line.includes(message)))
    await new Promise((resolve) => setTimeout(resolve, 10));
}

test.each(['SIGTERM', 'SIGINT'] as const)('%s lets a call that has begun be answered', async (signal) => {
  await using folder = await createApiFolder();
  await using api = await startApi(['--config', folder.configuration]);
  const { socket, body } = await beginCall(api);
  api.process.kill(signal);
  await waitForLog(api, 'stopping');
  await expect(fetch(`${api.url}/healthz`)).rejects.toThrow();
  socket.write(body);
  const answer = await text(socket);
  expect(answer).toMatch(/^HTTP\/1\.1 200 /);
  expect(answer).toContain('kind: pipeline');
  expect(await api.ended).toBe(0);
  expect(api.lines.at(-1)).toContain('stopped');
});

test('connections that are open and idle do not hold it back', async () => {
  await using folder = await createApiFolder();
  await using api = await startApi(['--config', folder.configuration]);
  // The client keeps this connection for its next call.
  expect((await fetch(`${api.url}/healthz`)).headers.get('connection')).toBe('keep-alive');
  api.process.kill('SIGTERM');
  expect(await api.ended).toBe(0);
});

test('a call that never ends is dropped after the time that was set, with exit code 1', async () => {
  await using folder = await createApiFolder('config: {}', 'stopTimeoutSeconds: 1');
  await using api = await startApi(['--config', folder.configuration]);
  const { socket } = await beginCall(api);
  api.process.kill('SIGTERM');
  expect(await api.ended).toBe(1);
  expect(api.lines.at(-1)).toContain('took too long');
  socket.destroy();
});

test('a second signal ends it at once', async () => {
  await using folder = await createApiFolder();
  await using api = await startApi(['--config', folder.configuration]);
  const { socket } = await beginCall(api);
  api.process.kill('SIGTERM');
  await waitForLog(api, 'stopping');
  api.process.kill('SIGTERM');
  expect(await api.ended).toBe(1);
  socket.destroy();
});
