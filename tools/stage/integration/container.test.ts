import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { DebianMachine } from '@wescale/stage';
import { createSshKeyPair, startDebianMachine } from '@wescale/stage';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeOnAStage } from './on-a-stage.ts';

const work = '/var/lib/rancher/try';

/** What we change of a container's configuration (OCI runtime specification, config.md). */
interface RuntimeConfiguration {
  process: { terminal: boolean; args: string[] };
  root: { readonly: boolean };
  linux: { resources: Record<string, object> };
}

describeOnAStage('a machine that runs containers', () => {
  let machine: DebianMachine;

  beforeAll(async () => {
    const { publicKey } = await createSshKeyPair();
    machine = await startDebianMachine({ authorizedKey: publicKey });
  });

  afterAll(() => machine[Symbol.asyncDispose]());

  const run = async (line: string): Promise<string> => {
    const { exitCode, stdout, stderr } = await machine.run(`set -e; ${line}`);
    if (exitCode !== 0) throw new Error(`${line} ended with ${String(exitCode)}: ${stderr}${stdout}`);
    return stdout.trim();
  };

  /** Runs a shell line in a container of its own with 32 MiB of memory, on the root that lies in `box/rootfs`. */
  const runInContainer = async (line: string): Promise<string> => {
    await run(`cd ${work}/box; rm -f config.json; runc spec`);
    const file = path.join(machine.filesFolder(), work, 'box/config.json');
    const configuration = JSON.parse(await readFile(file, 'utf8')) as RuntimeConfiguration;
    configuration.process = { ...configuration.process, terminal: false, args: ['sh', '-c', line] };
    configuration.root.readonly = false;
    configuration.linux.resources['memory'] = { limit: 32 * 1024 * 1024 };
    await writeFile(file, JSON.stringify(configuration));
    const started = `systemd-run --quiet --pipe --wait --working-directory=${work}/box runc run box`;
    return run(`${started} || echo "exit code $?"`);
  };

  test('runc starts one whose root is layered, and holds it to its memory', async () => {
    await run(
      'export DEBIAN_FRONTEND=noninteractive; apt-get -qq update; ' +
        'apt-get -qq install --yes --no-install-recommends runc busybox-static >/dev/null 2>&1',
    );
    await run(
      `mkdir ${work}; cd ${work}; mkdir -p image/bin upper work box/rootfs; cp /bin/busybox image/bin; ` +
        'ln -s busybox image/bin/sh; ' +
        'mount -t overlay overlay -o lowerdir=image,upperdir=upper,workdir=work box/rootfs',
    );
    expect(await runInContainer('echo written > /note; echo $$')).toBe('1');
    expect(await run(`cat ${work}/upper/note`)).toBe('written');
    expect(await runInContainer('exec busybox tail -c 200m /dev/zero')).toBe('exit code 137');
    expect(await run(`umount ${work}/box/rootfs; rm -r ${work}; ls ${path.dirname(work)}`)).toBe('');
  });

  test('it finds the kernel as a kubelet wants it; the host keeps its own settings', async () => {
    const settings = ['kernel/panic', 'kernel/panic_on_oops', 'vm/overcommit_memory'];
    const read = settings.map((setting) => `cat /proc/sys/${setting}`).join('; ');
    expect((await run(read)).split('\n')).toEqual(['10', '1', '1']);
    expect(await run('dd if=/dev/kmsg bs=8192 count=1 status=none | wc --lines')).not.toBe('0');
    // Nothing of the host's kernel is taken for the machine's own.
    expect(await run('journalctl --dmesg --quiet --output=cat')).toBe('');
    expect(
      await run(
        'for group in memory pids cpu; do mkdir /sys/fs/cgroup/$group/try; rmdir /sys/fs/cgroup/$group/try; done',
      ),
    ).toBe('');
  });

  test('packets are forwarded only once the machine says so, and again as it says after a reboot', async () => {
    const forwarding = (): Promise<string> => run('cat /proc/sys/net/ipv4/ip_forward');
    expect(await forwarding()).toBe('0');
    await run('echo net.ipv4.ip_forward=1 >/etc/sysctl.d/90-forward.conf; echo kept >/var/lib/rancher/note');
    await machine.reboot();
    expect(await forwarding()).toBe('1');
    expect(await run('cat /var/lib/rancher/note')).toBe('kept');
    await machine.kill();
    await machine.start();
    expect(await run('cat /var/lib/rancher/note; cat /proc/sys/kernel/panic')).toBe('kept\n10');
    expect(await run('systemctl is-system-running --wait; tr "\\0" " " </proc/1/cmdline')).toBe(
      'running\n/lib/systemd/systemd scaleway',
    );
  });
});
