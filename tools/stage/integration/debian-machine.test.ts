import type { DebianMachine } from '@wescale/stage';
import { startDebianMachine } from '@wescale/stage';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { SshClient } from './ssh-client.ts';
import { createSshClient } from './ssh-client.ts';
import { tracesOf } from './traces.ts';
import { describeOnAStage } from './on-a-stage.ts';

describeOnAStage('a single Debian machine', () => {
  let ssh: SshClient;
  let machine: DebianMachine;

  beforeAll(async () => {
    ssh = await createSshClient();
    machine = await startDebianMachine({ authorizedKey: ssh.publicKey });
  });

  afterAll(async () => {
    await machine[Symbol.asyncDispose]();
    await ssh[Symbol.asyncDispose]();
  });

  const run = (line: string): Promise<string> => ssh.run(machine.address, machine.hostKey, line);

  test('it is up as soon as it is handed over, with the host key told in advance', async () => {
    expect(await run('systemctl is-system-running --wait')).toBe('running');
    expect(await run('cat /etc/ssh/ssh_host_*_key.pub')).toBe(machine.hostKey);
    expect(await run('command -v python3')).toBe('/usr/bin/python3');
  });

  test('what is run inside needs neither its network nor its sshd', async () => {
    await machine.run('systemctl stop ssh');
    expect(await machine.run('systemctl is-active ssh')).toMatchObject({ exitCode: 3, stdout: 'inactive\n' });
    await machine.run('systemctl start ssh');
  });

  test('its disk outlives a reboot and a power cut', async () => {
    await run('echo kept > /var/lib/kept; touch /run/mark');
    await machine.reboot();
    expect(await run('cat /var/lib/kept; ls /run/mark 2>/dev/null || echo fresh')).toBe('kept\nfresh');
    await machine.kill();
    await expect(run('true')).rejects.toThrow();
    await machine.start();
    expect(await run('cat /var/lib/kept')).toBe('kept');
  });

  test('machines stand side by side and leave nothing', async () => {
    const other = await startDebianMachine({ authorizedKey: ssh.publicKey });
    expect(other.address).not.toBe(machine.address);
    const trace = { name: other.name, addressRange: other.address.replace(/\.\d+$/, '.0/24') };
    expect(tracesOf(trace)).not.toEqual([]);
    await other[Symbol.asyncDispose]();
    expect(tracesOf(trace)).toEqual([]);
  });
});
