import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { startDelayProxy, startSshd, type RunningSshd } from '@wescale/real-servers';

const ssh = async (server: RunningSshd, port: number, command: string): Promise<string> => {
  const options = ['-F', 'none', '-o', 'StrictHostKeyChecking=no', '-o', 'UserKnownHostsFile=/dev/null'];
  const login = ['-i', server.privateKeyFile, '-p', String(port), `${server.username}@${server.host}`];
  return (await promisify(execFile)('ssh', [...options, ...login, command])).stdout;
};

/** A process that has ended but was not collected yet (a zombie) has no command line any more. */
const isRunning = (pid: string): boolean => {
  const file = `/proc/${pid.trim()}/cmdline`;
  return existsSync(file) && readFileSync(file, 'utf8') !== '';
};

test('an OpenSSH client logs in and runs a command', async () => {
  await using sshd = await startSshd();
  expect(await ssh(sshd, sshd.port, 'echo hello')).toBe('hello\n');
});

test('two servers stand side by side with different host keys', async () => {
  await using one = await startSshd();
  await using two = await startSshd();
  expect(one.port).not.toBe(two.port);
  expect(one.hostKey).not.toBe(two.hostKey);
});

test('dispose ends what an interrupted connection left running and removes the folder', async () => {
  let pid = '';
  let directory = '';
  {
    await using sshd = await startSshd();
    directory = sshd.directory;
    pid = await ssh(sshd, sshd.port, 'setsid sleep 600 >/dev/null 2>&1 & echo $!');
    expect(isRunning(pid)).toBe(true);
  }
  await expect.poll(() => isRunning(pid), { timeout: 10_000 }).toBe(false);
  expect(existsSync(directory)).toBe(false);
});

test('a session through the delay proxy takes at least its round trips longer', async () => {
  await using sshd = await startSshd();
  await using link = await startDelayProxy({ target: sshd, delayMs: 50 });
  const start = performance.now();
  expect(await ssh(sshd, link.port, 'echo far')).toBe('far\n');
  // Version, key exchange, authentication, channel, command: five round trips at the very least.
  expect(performance.now() - start).toBeGreaterThan(500);
  expect(link.accepted).toBe(1);
});
