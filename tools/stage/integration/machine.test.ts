import net from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { SshKeyPair, StageDescription } from '@wescale/stage';
import { createSshKeyPair, startStage, stageStatus } from '@wescale/stage';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cloudInit } from './cloud-init.ts';
import type { ScalewayApi, TestServer } from './scaleway-api.ts';
import { scalewayApi } from './scaleway-api.ts';
import type { SshClient } from './ssh-client.ts';
import { createSshClient } from './ssh-client.ts';
import { describeOnAStage } from './on-a-stage.ts';

describeOnAStage('a machine of a stage', () => {
  let stage: StageDescription & AsyncDisposable;
  let api: ScalewayApi;
  let ssh: SshClient;
  let hostKey: SshKeyPair;
  let server: TestServer;

  beforeAll(async () => {
    ssh = await createSshClient();
    stage = await startStage();
    api = scalewayApi(stage);
    hostKey = await createSshKeyPair();
    server = await api.createServer({ name: 'master', cloudInit: cloudInit(ssh.publicKey, hostKey) });
    await api.act(server, 'poweron');
    await api.waitForState(server, 'running');
    await ssh.waitFor(server.address, hostKey.publicKey);
  });

  afterAll(async () => {
    await stage[Symbol.asyncDispose]();
    await ssh[Symbol.asyncDispose]();
  });

  const run = (line: string): Promise<string> => ssh.run(server.address, hostKey.publicKey, line);

  const machineState = async (): Promise<string> => {
    const [status] = await stageStatus({ name: stage.name });
    const machine = status?.machines.find(({ serverId }) => serverId === server.id);
    return machine ? (machine.leader ? 'on' : 'off') : 'gone';
  };

  test('a server of the emulated API is a Debian machine that cloud-init has set up', async () => {
    expect(await run('cloud-init status --wait')).toContain('status: done');
    expect(await run('. /etc/os-release; echo $ID $VERSION_ID')).toBe('debian 12');
    expect(await run('hostname')).toBe('master');
    expect(await run('systemctl is-system-running --wait')).toBe('running');
    expect(await run('cloud-id')).toBe('scaleway');
  });

  test('its only host key is the one that was handed over', async () => {
    expect(await run('cat /etc/ssh/ssh_host_*_key.pub')).toBe(hostKey.publicKey);
    const stranger = await createSshKeyPair();
    await expect(ssh.run(server.address, stranger.publicKey, 'true')).rejects.toThrow();
  });

  test('its public address came by DHCP, alone, with a gateway that lies outside of it', async () => {
    expect(await run('ip -brief -4 address show ens2')).toContain(`${server.address}/32`);
    expect(await run('ip -4 route show default')).toContain(`via ${stage.addressRange.replace('0/24', '1')}`);
  });

  test('Debian packages reach the machine and nothing else does', async () => {
    const installed = await run(
      'apt-get -qq update && apt-get -qq install --yes --no-install-recommends tree >/dev/null 2>&1 && tree --version',
    );
    expect(installed).toContain('tree');
    const proxy = await run("apt-config dump --format '%v' Acquire::http::Proxy");
    expect(await run(`curl -s -o /dev/null -w '%{http_code}' -x ${proxy} http://192.0.2.1/`)).toBe('403');
    // Everything else has no way at all: neither other networks nor the host that carries the stage.
    expect(await run('curl -s -m 2 http://192.0.2.1/ || echo unreachable')).toBe('unreachable');
    const host = new URL(proxy).hostname;
    expect(await run(`(exec 3<>/dev/tcp/${host}/22) 2>/dev/null || echo closed`)).toBe('closed');
  });

  test('user data goes to the root of the machine only, and can be taken away', async () => {
    const ask = (ports: string): Promise<string> =>
      run(`curl -s -o /dev/null -w '%{http_code}' ${ports} http://169.254.42.42/user_data/cloud-init`);
    expect(await ask('--local-port 1-1023')).toBe('200');
    expect(await ask('')).toBe('403');
    await api.request('DELETE', `/instance/v1/zones/${stage.zone}/servers/${server.id}/user_data/cloud-init`);
    expect(await ask('--local-port 1-1023')).toBe('404');
  });

  test('poweroff stops the machine in order, poweron finds its disk as it was', async () => {
    await run('echo kept > /var/lib/kept');
    await api.act(server, 'poweroff');
    await api.waitForState(server, 'stopped');
    expect(await machineState()).toBe('off');
    await api.act(server, 'poweron');
    await api.waitForState(server, 'running');
    await ssh.waitFor(server.address, hostKey.publicKey);
    expect(await run('cat /var/lib/kept')).toBe('kept');
    expect(await run('journalctl --quiet --boot=-1 --grep="Reached target.*poweroff" --output=cat')).not.toBe(
      '',
    );
  });

  test('reboot starts the machine again, whether the API or its own root asks', async () => {
    await run('touch /run/boot-mark');
    await api.act(server, 'reboot');
    await waitForFreshBoot();
    await run('touch /run/boot-mark; systemctl reboot').catch(() => undefined);
    await waitForFreshBoot();
    expect(await run('cat /var/lib/kept')).toBe('kept');
  });

  test('a flexible IP can be taken from a running machine and given back', async () => {
    await api.attachIp(server.ipId, null);
    while (await answers(server.address)) await sleep(50);
    await api.attachIp(server.ipId, server.id);
    await ssh.waitFor(server.address, hostKey.publicKey);
  });

  test('terminate removes the machine, and its address serves the next one', async () => {
    await api.act(server, 'terminate');
    while ((await machineState()) !== 'gone') await sleep(20);
    await expect(run('true')).rejects.toThrow();
    const user = cloudInit(ssh.publicKey, hostKey);
    const heir = await api.createServer({ name: 'heir', cloudInit: user, ip: server });
    await api.act(heir, 'poweron');
    await ssh.waitFor(heir.address, hostKey.publicKey);
    expect(await run('hostname')).toBe('heir');
  });

  /** Whether something accepts connections to its sshd's port. */
  function answers(address: string): Promise<boolean> {
    return new Promise((resolve) => {
      const socket = net.connect({ host: address, port: 22, timeout: 500 });
      const finish = (answered: boolean): void => {
        socket.destroy();
        resolve(answered);
      };
      socket.once('connect', () => finish(true));
      socket.once('timeout', () => finish(false));
      socket.once('error', () => finish(false));
    });
  }

  /** /run is empty after a boot. */
  async function waitForFreshBoot(): Promise<void> {
    for (;;) {
      const answer = await run('test -e /run/boot-mark && echo old || echo fresh').catch(() => 'away');
      if (answer === 'fresh') return;
      await sleep(50);
    }
  }
});
