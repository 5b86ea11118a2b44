import { startScalewayEmulator, type LoadBalancerDriver } from '@wescale/scaleway-emulator';
import { expect, test } from 'vitest';

import { ManualClock } from '../src/clock/manual-clock.ts';
import {
  createLoadBalancerMs,
  deleteLoadBalancerMs,
  takeLoadBalancerMs,
} from '../src/clock/measured-durations.ts';
import { ApiClient } from './api-client.ts';

const lb = '/lb/v1/zones/fr-par-1';
const nobody = '00000000-0000-4000-8000-000000000000';

interface LoadBalancer {
  id: string;
  status: string;
  name: string;
  tags: string[];
  ip: { id: string; ip_address: string; lb_id: string | null }[];
}

const order = { name: 'front', description: '', type: 'LB-S', tags: ['hunt=demo'] };

test('a load balancer is made, found by name and tag, changed, and deleted with its IP or without', async () => {
  const clock = new ManualClock(new Date('2026-07-30T12:00:00Z'));
  await using emulator = await startScalewayEmulator({ clock });
  const api = new ApiClient(emulator);
  const made = await api.get<LoadBalancer>('POST', `${lb}/lbs`, order);
  expect(made).toMatchObject({ status: 'to_create', ip: [{ lb_id: made.id }] });
  const path = `${lb}/lbs/${made.id}`;
  expect((await api.send('PUT', path, { name: 'back', description: '' })).status).toBe(409);
  const status = async (): Promise<string> => (await api.get<LoadBalancer>('GET', path)).status;
  await clock.advance(takeLoadBalancerMs);
  expect(await status()).toBe('creating');
  await clock.advance(createLoadBalancerMs);
  expect(await status()).toBe('ready');
  expect(await api.get('PUT', path, { name: 'back', description: 'b' })).toMatchObject({ name: 'back' });
  const count = async (query: string): Promise<number> =>
    (await api.get<{ total_count: number }>('GET', `${lb}/lbs?${query}`)).total_count;
  expect(await Promise.all(['name=back', 'name=front', 'tags=hunt%3Ddemo', 'tags=a'].map(count))).toEqual([
    1, 0, 1, 0,
  ]);
  const ip = `${lb}/ips/${made.ip[0]?.id ?? ''}`;
  expect((await api.send('DELETE', ip)).status).toBe(412);
  expect((await api.send('DELETE', `${path}?release_ip=false`)).status).toBe(204);
  expect(await status()).toBe('deleting');
  await clock.advance(deleteLoadBalancerMs);
  expect((await api.send('GET', path)).status).toBe(404);
  expect(await api.get('GET', ip)).toMatchObject({ lb_id: null });
  const second = await api.get<LoadBalancer>('POST', `${lb}/lbs`, { ...order, ip_id: made.ip[0]?.id });
  expect(second.ip[0]?.ip_address).toBe(made.ip[0]?.ip_address);
  await api.send('DELETE', `${lb}/lbs/${second.id}?release_ip=true`);
  await clock.advance(deleteLoadBalancerMs);
  expect((await api.send('GET', ip)).status).toBe(404);
});

test('the driver opens a load balancer before it is ready, and closes it before it is gone', async () => {
  const calls: string[] = [];
  const loadBalancers: LoadBalancerDriver = {
    open: async ({ address }) => void calls.push(`open ${address}`),
    set: async (_id, frontends) => void calls.push(`set ${frontends.map(({ port }) => port).join()}`),
    close: async () => void calls.push('close'),
  };
  await using emulator = await startScalewayEmulator({ timeScale: 0, loadBalancers });
  const api = new ApiClient(emulator);
  const made = await api.get<LoadBalancer>('POST', `${lb}/lbs`, order);
  await expect
    .poll(async () => (await api.get<LoadBalancer>('GET', `${lb}/lbs/${made.id}`)).status)
    .toBe('ready');
  await emulator.cloud.setLoadBalancer(made.id, {
    frontends: [{ port: 443, backendPort: 30443, backendAddresses: ['192.0.2.7'] }],
  });
  expect(await api.get('GET', `${lb}/lbs/${made.id}`)).toMatchObject({ frontend_count: 1, backend_count: 1 });
  await emulator.cloud.deleteLoadBalancer(made.id, { releaseIp: true });
  await emulator.cloud.deleteLoadBalancer(made.id, { releaseIp: true });
  expect(calls).toEqual([`open ${made.ip[0]?.ip_address ?? ''}`, 'set 443', 'close']);
});

test('a load balancer that cannot be opened is in error, and can be deleted', async () => {
  const failures: unknown[] = [];
  await using emulator = await startScalewayEmulator({
    timeScale: 0,
    onDriverFailure: ({ cause }) => failures.push(cause),
    loadBalancers: {
      open: () => Promise.reject(new Error('no such address')),
      set: async () => {},
      close: async () => {},
    },
  });
  const api = new ApiClient(emulator);
  const { id } = await api.get<LoadBalancer>('POST', `${lb}/lbs`, order);
  const status = async (): Promise<unknown> => (await api.send('GET', `${lb}/lbs/${id}`)).body;
  await expect.poll(status).toMatchObject({ status: 'error' });
  expect(failures).toEqual([new Error('no such address')]);
  await api.send('DELETE', `${lb}/lbs/${id}?release_ip=true`);
  await expect.poll(status).toMatchObject({ type: 'not_found', resource: 'lb' });
});

test('what does not fit is refused before anything is on the books', async () => {
  await using emulator = await startScalewayEmulator();
  const api = new ApiClient(emulator);
  const attempt = async (method: string, path: string, body?: object): Promise<unknown[]> => {
    const { status, body: answer } = await api.send(method, `${lb}${path}`, body);
    const details = answer?.['details'] as { argument_name: string }[] | undefined;
    return [status, details?.[0]?.argument_name ?? answer?.['resource'] ?? answer?.['type']];
  };
  expect(await attempt('POST', '/lbs', { ...order, type: 'LB-HUGE' })).toEqual([400, 'type']);
  expect(await attempt('POST', '/lbs', { ...order, colour: 'red' })).toEqual([400, 'colour']);
  expect(await attempt('POST', '/lbs', { ...order, ip_id: nobody })).toEqual([404, 'ip']);
  expect(await attempt('GET', `/lbs/${nobody}`)).toEqual([404, 'lb']);
  expect(await attempt('DELETE', `/lbs/${nobody}`)).toEqual([400, 'release_ip']);
  expect(await attempt('POST', `/lbs/${nobody}/frontends`, {})).toEqual([501, 'not_played']);
  expect(await api.get('GET', `${lb}/lbs`)).toEqual({ lbs: [], total_count: 0 });
  expect(await api.get('GET', `${lb}/ips`)).toEqual({ ips: [], total_count: 0 });
});

test('faults meet load balancers as they meet everything else, in the words of their API', async () => {
  await using emulator = await startScalewayEmulator();
  const api = new ApiClient(emulator);
  const path = `${lb}/lbs/${nobody}`;
  await emulator.control.inject({ method: 'GET', path: '/lb/v1/*', kind: 'transient_state' });
  expect(await api.send('GET', path)).toMatchObject({
    ...{ status: 409, body: { resource: 'lb', resource_id: nobody } },
  });
  await emulator.control.inject({ method: 'GET', path: '/lb/*', kind: 'permissions_denied' });
  expect((await api.send('GET', `${lb}/ips`)).body).toMatchObject({
    details: [{ action: 'read', resource: 'load_balancers' }],
  });
  await emulator.control.inject({ method: 'POST', path: `${lb}/lbs`, kind: 'reply_lost' });
  await expect(api.send('POST', `${lb}/lbs`, order)).rejects.toThrow('fetch failed');
  expect(await api.get('GET', `${lb}/lbs`)).toMatchObject({ lbs: [{ name: 'front' }] });
});
