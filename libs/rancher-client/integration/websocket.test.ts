import { expect, test } from 'vitest';
import { login, probeWebsocket } from '@wescale/rancher-client';
import { bootstrapPassword, startWorld } from './world.ts';

test('an upgrade to a websocket is answered with 101 and the proof, with a token; without one it is refused', async () => {
  await using world = await startWorld();
  const { token } = await login(world.client, { password: bootstrapPassword });
  expect(await probeWebsocket(world.client.withToken(token))).toEqual({ status: 101, isUpgraded: true });
  expect(await probeWebsocket(world.client)).toEqual({ status: 401, isUpgraded: false });
});

test('without a server it is an error like any other', async () => {
  await using world = await startWorld();
  const nobody = world.connect({ url: 'http://127.0.0.1:1' });
  await expect(probeWebsocket(nobody)).rejects.toMatchObject({ code: 'rancher-unreachable' });
});
