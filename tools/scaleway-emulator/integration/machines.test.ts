import { startScalewayEmulator, type MachineDriver } from '@wescale/scaleway-emulator';
import { expect, test } from 'vitest';

import { ApiClient } from './api-client.ts';

/** A driver that writes down its calls; `boot` decides when, and whether, a machine has come up. */
class RecordingDriver implements MachineDriver {
  readonly calls: string[] = [];
  boot: (signal: AbortSignal) => Promise<void> = async () => {};

  async createVolume(volume: { id: string; imageLabel: string; sizeBytes: number }): Promise<void> {
    this.calls.push(`createVolume ${volume.imageLabel} ${volume.sizeBytes}`);
  }
  async deleteVolume(): Promise<void> {
    this.calls.push('deleteVolume');
  }
  async powerOn(machine: { name: string; addresses: string[] }, signal: AbortSignal): Promise<void> {
    this.calls.push(`powerOn ${machine.name} ${machine.addresses.join()}`);
    await this.boot(signal);
  }
  async powerOff(): Promise<void> {
    this.calls.push('powerOff');
  }
  async reboot(): Promise<void> {
    this.calls.push('reboot');
  }
  async terminate(): Promise<void> {
    this.calls.push('terminate');
  }
  async setSecurityGroup(_serverId: string, group: { rules: object[] }): Promise<void> {
    this.calls.push(`setSecurityGroup ${group.rules.length}`);
  }
  async setAddresses(_serverId: string, addresses: string[]): Promise<void> {
    this.calls.push(`setAddresses ${addresses.join()}`);
  }
}

test('the driver is told of everything that a machine can notice, in order', async () => {
  const machines = new RecordingDriver();
  await using emulator = await startScalewayEmulator({ timeScale: 0, machines });
  const api = new ApiClient(emulator);
  const ip = await api.createIp();
  const server = await api.createServer({ public_ips: [ip.id], volumes: { '0': { size: 20_000_000_000 } } });
  const reach = (state: string): Promise<void> =>
    expect.poll(async () => (await api.server(server.id)).state, { timeout: 5_000 }).toBe(state);
  await api.action(server.id, 'poweron');
  await reach('running');
  await api.get('PUT', `${api.zone}/security_groups/${server.security_group.id}/rules`, { rules: [] });
  await expect.poll(() => machines.calls.length).toBe(3);
  await api.action(server.id, 'reboot');
  await expect.poll(() => machines.calls.at(-1)).toBe('reboot');
  await reach('running');
  await api.action(server.id, 'terminate');
  await expect.poll(async () => (await api.volume(server.volumes['0'].id)).status).toBe('available');
  await api.send('DELETE', `${api.block}/volumes/${server.volumes['0'].id}`);
  await expect.poll(() => machines.calls.at(-1)).toBe('deleteVolume');
  expect(machines.calls).toEqual([
    'createVolume debian_bookworm 20000000000',
    `powerOn master ${ip.address}`,
    'setSecurityGroup 6',
    'reboot',
    // Its IP is detached as soon as it terminates.
    'setAddresses ',
    'terminate',
    'deleteVolume',
  ]);
});

test('`running` never comes before the machine has come up', async () => {
  const machines = new RecordingDriver();
  let comeUp = (): void => undefined;
  machines.boot = () =>
    new Promise((resolve) => {
      comeUp = resolve;
    });
  await using emulator = await startScalewayEmulator({ timeScale: 0, machines });
  const api = new ApiClient(emulator);
  const server = await api.createServer();
  await api.action(server.id, 'poweron');
  await expect.poll(async () => (await api.server(server.id)).state_detail).toBe('starting');
  expect((await api.server(server.id)).state).toBe('starting');
  comeUp();
  await expect.poll(async () => (await api.server(server.id)).state).toBe('running');
});

test('a machine that does not come up leaves a stopped server and is reported', async () => {
  const machines = new RecordingDriver();
  machines.boot = () => Promise.reject(new Error('no such root'));
  const failures: unknown[] = [];
  await using emulator = await startScalewayEmulator({
    timeScale: 0,
    machines,
    onDriverFailure: ({ cause }) => failures.push(cause),
  });
  const api = new ApiClient(emulator);
  const server = await api.createServer();
  await api.action(server.id, 'poweron');
  await expect.poll(async () => (await api.server(server.id)).state).toBe('stopped');
  expect(failures).toEqual([new Error('no such root')]);
});

test('a volume that cannot be made leaves no server behind', async () => {
  const machines = new RecordingDriver();
  machines.createVolume = () => Promise.reject(new Error('disk full'));
  await using emulator = await startScalewayEmulator({ machines });
  const api = new ApiClient(emulator);
  const ip = await api.createIp();
  const answer = await api.send('POST', `${api.zone}/servers`, {
    name: 'master',
    commercial_type: 'DEV1-S',
    image: 'debian_bookworm',
    public_ips: [ip.id],
  });
  expect(answer).toMatchObject({ status: 500, body: { type: 'emulator_failure' } });
  expect(answer.text).toContain('disk full');
  expect((await api.send('GET', `${api.zone}/servers`)).body).toEqual({ servers: [] });
  expect((await api.send('GET', `${api.zone}/ips/${ip.id}`)).body).toMatchObject({
    ip: { state: 'detached' },
  });
});

test('ending the emulator gives up a machine that is still coming up', async () => {
  const machines = new RecordingDriver();
  machines.boot = (signal) =>
    new Promise((_resolve, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason as Error));
    });
  {
    await using emulator = await startScalewayEmulator({ machines });
    const api = new ApiClient(emulator);
    const server = await api.createServer();
    await api.action(server.id, 'poweron');
    await expect.poll(() => machines.calls.at(-1)).toBe('powerOn master ');
  }
  expect(machines.calls).toHaveLength(2);
});
