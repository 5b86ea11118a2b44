import { startScalewayEmulator } from '@wescale/scaleway-emulator';
import { expect, test } from 'vitest';

import { ManualClock } from '../src/clock/manual-clock.ts';
import { ApiClient } from './api-client.ts';

const start = new Date('2026-11-24T10:00:00Z');

test('a server is created, started, terminated, and leaves its SBS volume behind', async () => {
  const clock = new ManualClock(start);
  await using emulator = await startScalewayEmulator({ clock });
  const api = new ApiClient(emulator);
  const ip = await api.createIp({ tags: ['hunt=demo'] });
  const server = await api.createServer({ public_ips: [ip.id], tags: ['hunt=demo'] });
  expect(server).toMatchObject({ state: 'stopped', state_detail: '', location: null });
  const volumeId = server.volumes['0'].id;
  expect(await api.volume(volumeId)).toMatchObject({
    status: 'in_use',
    references: [{ status: 'attached', product_resource_id: server.id }],
  });

  expect((await api.action(server.id, 'poweron')).status).toBe(202);
  const details: string[] = [];
  for (let seconds = 0; seconds < 6; seconds += 1) {
    const { state, state_detail } = await api.server(server.id);
    details.push(`${state}: ${state_detail}`);
    await clock.advance(1_000);
  }
  expect(details).toEqual([
    'starting: allocating node',
    'starting: provisioning node',
    'starting: provisioning node',
    'starting: starting',
    'starting: starting',
    'running: booting kernel',
  ]);
  const running = await api.server(server.id);
  expect(running.location).not.toBeNull();
  expect(running.public_ip).toMatchObject({ id: ip.id, state: 'attached' });
  const refused = await api.send('DELETE', `${api.block}/volumes/${volumeId}`);
  expect(refused).toMatchObject({ status: 412, body: { type: 'precondition_failed' } });

  expect((await api.action(server.id, 'terminate')).status).toBe(202);
  expect(await api.server(server.id)).toMatchObject({
    state: 'stopping',
    state_detail: 'terminating',
    public_ips: [],
  });
  await clock.advance(5_000);
  const gone = await api.send('GET', `${api.zone}/servers/${server.id}`);
  expect(gone).toMatchObject({ status: 404, body: { type: 'not_found', resource: 'instance_server' } });
  expect(await api.volume(volumeId)).toMatchObject({
    status: 'in_use',
    references: [{ status: 'detaching' }],
  });
  await clock.advance(1_000);
  expect(await api.volume(volumeId)).toMatchObject({ status: 'available', references: [] });
  expect((await api.send('DELETE', `${api.block}/volumes/${volumeId}`)).status).toBe(204);
  expect(await api.volume(volumeId)).toMatchObject({ status: 'deleting' });
  await clock.advance(1_000);
  expect((await api.send('GET', `${api.block}/volumes/${volumeId}`)).status).toBe(404);
  const { body } = await api.send('GET', `${api.zone}/ips/${ip.id}`);
  expect(body).toMatchObject({ ip: { state: 'detached', server: null } });
});

test('what a state does not allow is refused, in the words of the real API', async () => {
  const clock = new ManualClock(start);
  await using emulator = await startScalewayEmulator({ clock });
  const api = new ApiClient(emulator);
  const server = await api.createServer();
  for (const action of ['terminate', 'poweroff', 'reboot', 'stop_in_place']) {
    expect(await api.action(server.id, action)).toMatchObject({
      status: 400,
      body: { type: 'invalid_request_error', message: 'server should be running' },
    });
  }
  await api.action(server.id, 'poweron');
  await clock.advance(5_000);
  expect((await api.action(server.id, 'poweron')).status).toBe(400);
  expect((await api.send('DELETE', `${api.zone}/servers/${server.id}`)).status).toBe(400);
  await api.action(server.id, 'terminate');
  expect((await api.action(server.id, 'terminate')).status).toBe(400);
});

test('a server is stopped, started, rebooted, and deleted when it is stopped', async () => {
  const clock = new ManualClock(start);
  await using emulator = await startScalewayEmulator({ clock });
  const api = new ApiClient(emulator);
  const server = await api.createServer({ dynamic_ip_required: true });
  const walk = async (action: string): Promise<string[]> => {
    expect((await api.action(server.id, action)).status).toBe(202);
    const states = [(await api.server(server.id)).state];
    await clock.advance(5_000);
    states.push((await api.server(server.id)).state);
    await clock.advance(5_000);
    states.push((await api.server(server.id)).state);
    return states;
  };
  expect(await walk('poweron')).toEqual(['starting', 'running', 'running']);
  expect((await api.server(server.id)).public_ip).toMatchObject({ dynamic: true });
  expect(await walk('reboot')).toEqual(['stopping', 'starting', 'running']);
  expect(await walk('stop_in_place')).toEqual(['stopping', 'stopped in place', 'stopped in place']);
  expect((await api.server(server.id)).location).not.toBeNull();
  expect(await walk('poweron')).toEqual(['starting', 'running', 'running']);
  expect(await walk('poweroff')).toEqual(['stopping', 'stopped', 'stopped']);
  expect(await api.server(server.id)).toMatchObject({ location: null, public_ip: null });
  expect((await api.send('DELETE', `${api.zone}/servers/${server.id}`)).status).toBe(204);
  expect((await api.send('GET', `${api.zone}/servers/${server.id}`)).status).toBe(404);
  await clock.advance(1_000);
  expect(await api.volume(server.volumes['0'].id)).toMatchObject({ status: 'available' });
});

test('an IP attached to a running server is pending first', async () => {
  const clock = new ManualClock(start);
  await using emulator = await startScalewayEmulator({ clock });
  const api = new ApiClient(emulator);
  const server = await api.createServer();
  const ip = await api.createIp();
  const attach = async (serverId: string | null): Promise<string> => {
    const answer = await api.get<{ ip: { state: string } }>('PATCH', `${api.zone}/ips/${ip.id}`, {
      server: serverId,
    });
    return answer.ip.state;
  };
  expect(await attach(server.id)).toBe('attached');
  expect(await attach(null)).toBe('detached');
  await api.action(server.id, 'poweron');
  await clock.advance(5_000);
  expect(await attach(server.id)).toBe('pending');
  await clock.advance(13_000);
  expect((await api.server(server.id)).public_ip).toMatchObject({ id: ip.id, state: 'attached' });
  expect((await api.send('DELETE', `${api.zone}/ips/${ip.address}`)).status).toBe(204);
  expect((await api.server(server.id)).public_ip).toBeNull();
});

test('user data is kept per key, and a missing key is an empty 404', async () => {
  await using emulator = await startScalewayEmulator();
  const api = new ApiClient(emulator);
  const server = await api.createServer();
  const path = `${api.zone}/servers/${server.id}/user_data`;
  const missing = await api.send('GET', `${path}/cloud-init`);
  expect(missing).toMatchObject({ status: 404, text: '' });
  expect(missing.headers.get('content-type')).toBeNull();
  expect((await api.send('PATCH', `${path}/cloud-init`, '#cloud-config\n')).status).toBe(204);
  expect((await api.send('PATCH', `${path}/another`, 'x')).status).toBe(204);
  expect((await api.send('GET', `${path}/cloud-init`)).text).toBe('#cloud-config\n');
  expect((await api.send('GET', path)).body).toEqual({ user_data: ['another', 'cloud-init'] });
  expect((await api.send('DELETE', `${path}/another`)).status).toBe(204);
  expect((await api.send('DELETE', `${path}/another`)).status).toBe(404);
});

test('a protected server refuses to be stopped', async () => {
  await using emulator = await startScalewayEmulator({ timeScale: 0 });
  const api = new ApiClient(emulator);
  const server = await api.createServer({ protected: true });
  await api.action(server.id, 'poweron');
  await expect.poll(async () => (await api.server(server.id)).state).toBe('running');
  expect(await api.action(server.id, 'terminate')).toMatchObject({
    status: 400,
    body: { type: 'precondition_failed' },
  });
  await api.get('PATCH', `${api.zone}/servers/${server.id}`, { protected: false });
  expect((await api.action(server.id, 'terminate')).status).toBe(202);
});

test('a commercial type in shortage says so and cannot be powered on', async () => {
  await using emulator = await startScalewayEmulator({ timeScale: 0 });
  const api = new ApiClient(emulator);
  const server = await api.createServer();
  await emulator.control.setAvailability('DEV1-S', 'shortage');
  const { body } = await api.send('GET', `${api.zone}/products/servers/availability`);
  expect(body).toMatchObject({
    servers: { 'DEV1-S': { availability: 'shortage' }, 'DEV1-M': { availability: 'available' } },
  });
  expect(await api.action(server.id, 'poweron')).toMatchObject({
    status: 403,
    body: { type: 'out_of_stock' },
  });
  await emulator.control.setAvailability('DEV1-S', 'scarce');
  expect((await api.action(server.id, 'poweron')).status).toBe(202);
});
