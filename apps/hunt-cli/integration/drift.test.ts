import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startStage } from '@wescale/stage';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isOneClearError } from '../sweep/judge-run.ts';
import { nothing, takeCensus } from './account.ts';
import { createHuntFolder, type HuntFolder } from './hunt-folder.ts';
import { findMachine } from './machine.ts';

type Stage = Awaited<ReturnType<typeof startStage>>;

const sshdFile = '/etc/ssh/sshd_config.d/10-hunt.conf';
const keyFile = '/etc/ssh/ssh_host_ed25519_key';

/** What ssh-keygen says of a key: the part that OpenSSH shows and compares. */
const fingerprintIn = (text: string) => /SHA256:[A-Za-z0-9+/]{43}/.exec(text)?.[0] ?? 'no fingerprint';

describe('a host that is not left alone', () => {
  let stage: Stage;
  let folder: HuntFolder;
  beforeAll(async () => {
    stage = await startStage();
    folder = await createHuntFolder(stage.name);
  });
  afterAll(async () => {
    await folder[Symbol.asyncDispose]();
    await stage[Symbol.asyncDispose]();
  });

  test('a link cut while the host is being changed leaves it consistent, and the next run finishes', async () => {
    const hunt = folder.start('core', '--json');
    await hunt.printed((line) => line.includes('"message":"package:'));
    const machine = await findMachine(stage.name, folder.name);
    await machine.cutLink();
    const cut = await hunt.ended;
    expect(isOneClearError(cut), cut.stdout + cut.stderr).toBe(true);
    expect(cut.events.find(({ event }) => event === 'error')).toMatchObject({
      message: expect.stringContaining('lost') as unknown,
    });
    const next = await folder.run('core');
    expect(next.exitCode, next.stdout).toBe(0);
    expect(
      await machine.run('dpkg --audit; sshd -t; find /etc -name "*.dpkg-new" -o -name "*.dpkg-tmp"'),
    ).toBe('');
    expect(await folder.run('plan')).toMatchObject({ exitCode: 0 });
  });

  test('a file edited on the host is shown by plan as a diff with its reason, and core repairs just that', async () => {
    const machine = await findMachine(stage.name, folder.name);
    await machine.run(
      `sed -i 's/^PasswordAuthentication no/PasswordAuthentication yes/' ${sshdFile}; touch /run/marker`,
    );
    const plan = await folder.run('plan', '--json');
    expect(plan.exitCode).toBe(2);
    const changes = plan.events.flatMap((event) => (event.event === 'plan' ? event.changes : []));
    const edited = changes.find(({ resource }) => resource === `file:${sshdFile}`);
    expect(edited).toMatchObject({
      action: 'update',
      diff: expect.stringMatching(/^-PasswordAuthentication yes\n\+PasswordAuthentication no$/m) as unknown,
      reason: expect.stringMatching(/\w/) as unknown,
    });
    expect(changes.map(({ resource }) => resource)).toEqual([`file:${sshdFile}`, 'unit:ssh.service']);
    const text = await folder.run('plan');
    expect(text.stdout).toMatch(/^ +-PasswordAuthentication yes\n +\+PasswordAuthentication no$/m);

    const core = await folder.run('core', '--json');
    expect(core.events.at(-1)).toMatchObject({ event: 'finished', ok: true, changed: changes.length });
    expect(await machine.run('find /etc -type f -newer /run/marker')).toBe(`${sshdFile}\n`);
    expect(await machine.run('sshd -T | grep ^passwordauthentication')).toBe('passwordauthentication no\n');
    expect(await folder.run('plan')).toMatchObject({ exitCode: 0 });
  });

  test('a port of ours that something else has taken is named, and core finishes once it is free', async () => {
    const machine = await findMachine(stage.name, folder.name);
    await machine.run(`systemctl stop nginx
      systemd-run --quiet --unit=intruder systemd-socket-activate --listen=0.0.0.0:443 /bin/true`);
    const result = await folder.run('core', '--json');
    expect(isOneClearError(result), result.stdout + result.stderr).toBe(true);
    expect(result.events.find(({ event }) => event === 'error')).toMatchObject({
      code: 'apply-failed',
      message: expect.stringMatching(
        /nginx\.service(.|\n)*0\.0\.0\.0:443(.|\n)*Address already in use/,
      ) as unknown,
    });
    await machine.run('systemctl stop intruder');
    expect(await folder.run('core')).toMatchObject({ exitCode: 0 });
    expect(await folder.run('plan')).toMatchObject({ exitCode: 0 });
  });

  test('a machine without sshd, as while it reboots, is waited for', async () => {
    const machine = await findMachine(stage.name, folder.name);
    await machine.run('systemctl stop ssh');
    const plan = folder.start('plan');
    await plan.printed((line) => line === `system: waiting for SSH on ${machine.address}`);
    await machine.run('systemctl start ssh');
    expect(await plan.ended).toMatchObject({ exitCode: 0 });
  });

  test('a key of ours that is damaged is named, and nothing is changed for it', async () => {
    const file = join(folder.secrets, 'ssh-key');
    const key = await readFile(file, 'utf8');
    await writeFile(file, key.slice(0, 200));
    const result = await folder.run('core', '--json');
    await writeFile(file, key);
    expect(isOneClearError(result), result.stdout + result.stderr).toBe(true);
    expect(result.events.find(({ event }) => event === 'error')).toMatchObject({
      code: 'secret-store',
      message: expect.stringContaining(`${file} is damaged`) as unknown,
    });
    expect(await folder.run('plan')).toMatchObject({ exitCode: 0 });
  });

  test('a host that shows another key is refused, and both fingerprints are named', async () => {
    const machine = await findMachine(stage.name, folder.name);
    const pinned = fingerprintIn(await machine.run(`ssh-keygen -l -f ${keyFile}.pub`));
    await machine.run(
      `rm ${keyFile} ${keyFile}.pub; ssh-keygen -q -t ed25519 -N '' -f ${keyFile}; systemctl reload ssh`,
    );
    const presented = fingerprintIn(await machine.run(`ssh-keygen -l -f ${keyFile}.pub`));
    for (const verb of ['plan', 'core']) {
      const result = await folder.run(verb, '--json');
      expect(isOneClearError(result), result.stdout + result.stderr).toBe(true);
      const message = result.events.find((event) => event.event === 'error')?.message;
      expect(message).toContain(pinned);
      expect(message).toContain(presented);
    }
    const ssh = await folder.run('ssh', '--', 'true');
    expect(ssh.exitCode).not.toBe(0);
    expect(ssh.stderr).toContain('REMOTE HOST IDENTIFICATION HAS CHANGED');
  });

  test('destroy needs no way into the host', async () => {
    expect(await folder.run('destroy', '--yes')).toMatchObject({ exitCode: 0 });
    expect(await takeCensus(stage.name)).toEqual(nothing);
  });
});
