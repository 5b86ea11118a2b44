import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';

import { startRancher, startRancherAgent, type RunningRancher } from '@wescale/understudies';
import { expect, test } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';

import { call, logIn, makeCertificate } from './call-rancher.ts';

const bootstrapPassword = 'only-for-the-first-login';

function open(rancher: RunningRancher, path: string, headers: Record<string, string>): WebSocket {
  const url = `${rancher.url.replace(/^http/, 'ws')}${path}`;
  return new WebSocket(url, { headers, rejectUnauthorized: false });
}

/** The status of an upgrade that is refused. */
async function refusal(socket: WebSocket): Promise<number> {
  const [error] = (await once(socket, 'error')) as [Error];
  return Number(/server response: (\d+)/.exec(error.message)?.[1]);
}

test('a subscription upgrades, pings, and is refused without a token or TLS in front', async () => {
  await using rancher = await startRancher({ bootstrapPassword });
  const authorization = `Bearer ${await logIn(rancher, bootstrapPassword)}`;
  const proto = { 'x-forwarded-proto': 'https' };
  const socket = open(rancher, '/v3/subscribe', { ...proto, authorization });
  const pinged = once(socket, 'ping');
  const [message] = (await once(socket, 'message')) as [Buffer];
  expect(JSON.parse(message.toString())).toEqual({ name: 'ping' });
  await pinged;
  socket.terminate();
  expect(await refusal(open(rancher, '/v3/subscribe', proto))).toBe(401);
  expect(await refusal(open(rancher, '/v3/subscribe', { authorization }))).toBe(302);
  expect(await refusal(open(rancher, '/v3/nothing', { ...proto, authorization }))).toBe(404);
  const token = { 'x-api-tunnel-token': 'unknown', 'x-api-tunnel-params': 'e30=' };
  expect(await refusal(open(rancher, '/v3/connect', { ...proto, ...token }))).toBe(401);
});

test('a websocket of a cluster’s own API goes through the agent’s tunnel, both ways and in full', async () => {
  const tls = await makeCertificate();
  // Stands for an API server that upgrades, as for exec: it says again what it hears.
  const api = createServer({ cert: tls.certificate, key: tls.privateKey }, (_request, response) => {
    response.setHeader('content-type', 'application/json').end('{}');
  });
  const accounts: (string | undefined)[] = [];
  new WebSocketServer({ server: api }).on('connection', (socket, request) => {
    accounts.push(request.headers.authorization, request.url);
    socket.on('message', (data: Buffer, isBinary) => socket.send(data, { binary: isBinary }));
  });
  await once(api.listen(0, '127.0.0.1'), 'listening');
  await using _api = {
    [Symbol.asyncDispose]: async (): Promise<void> => {
      api.closeAllConnections();
      api.close();
      await once(api, 'close');
    },
  };

  await using rancher = await startRancher({ bootstrapPassword, tls, caCertificates: tls.certificate });
  const token = await logIn(rancher, bootstrapPassword);
  const { body } = await call(rancher, 'POST', '/v3/clusters', {
    token,
    body: { type: 'cluster', name: 'board' },
  });
  const id = String(body['id']);
  const tokens = await call(rancher, 'GET', `/v3/clusterregistrationtokens?clusterId=${id}`, { token });
  const [registration] = tokens.body['data'] as [{ token: string; manifestUrl: string }];
  expect(registration.manifestUrl).toBe('');
  const path = `/k8s/clusters/${id}/api/v1/namespaces/default/pods/web/exec?command=sh`;
  const authorization = `Bearer ${token}`;
  expect(await refusal(open(rancher, path, { authorization }))).toBe(503);

  await using agent = await startRancherAgent({
    server: rancher.url,
    caChecksum: createHash('sha256').update(tls.certificate).digest('hex'),
    isStrict: true,
    token: registration.token,
    cluster: {
      address: `127.0.0.1:${(api.address() as AddressInfo).port}`,
      token: 'of-the-agent',
      caCertificate: tls.certificate,
    },
  });
  await agent.connected;
  const socket = open(rancher, path, { authorization });
  await once(socket, 'open');
  const sent = Buffer.alloc(3_000_000, 'abc');
  socket.send(sent);
  const [received] = (await once(socket, 'message')) as [Buffer];
  expect(received.equals(sent)).toBe(true);
  expect(accounts).toEqual(['Bearer of-the-agent', '/api/v1/namespaces/default/pods/web/exec?command=sh']);
  socket.terminate();
});
