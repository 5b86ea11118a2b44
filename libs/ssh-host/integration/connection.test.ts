import { createServer } from 'node:http';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { startDelayProxy, startSshd } from '@wescale/real-servers';
import {
  CommandTimedOutError,
  ConnectFailedError,
  connectHost,
  ConnectionLostError,
  fingerprint,
  HostFileError,
  HostKeyMismatchError,
  LoginRefusedError,
  parseHostKey,
} from '@wescale/ssh-host';

test('a command gets its stdin and gives back exit code, stdout and stderr', async () => {
  await using sshd = await startSshd();
  await using connection = await connectHost(sshd);
  const result = await connection.run('cat; echo problem >&2; exit 3', { stdin: 'été\n' });
  expect(result).toEqual({ exitCode: 3, stdout: 'été\n', stderr: 'problem\n' });
});

test('another host key of the same type is refused, naming both fingerprints', async () => {
  await using sshd = await startSshd();
  await using other = await startSshd();
  const attempt = connectHost({ ...sshd, hostKey: other.hostKey });
  const error = await attempt.catch((e: unknown) => e);
  expect(error).toBeInstanceOf(HostKeyMismatchError);
  expect((error as Error).message).toContain(fingerprint(parseHostKey(sshd.hostKey).blob));
  expect((error as Error).message).toContain(fingerprint(parseHostKey(other.hostKey).blob));
});

test('a host without a key of the pinned type is refused, naming both fingerprints', async () => {
  await using sshd = await startSshd({ hostKeyTypes: ['ecdsa'] });
  await using other = await startSshd();
  const error = await connectHost({ ...sshd, hostKey: other.hostKey }).catch((e: unknown) => e);
  expect(error).toBeInstanceOf(HostKeyMismatchError);
  expect((error as HostKeyMismatchError).presentedFingerprint).toBe(
    fingerprint(parseHostKey(sshd.hostKey).blob),
  );
});

test('the pinned type is used even when the host prefers another', async () => {
  await using sshd = await startSshd({ hostKeyTypes: ['rsa', 'ecdsa', 'ed25519'] });
  await using connection = await connectHost(sshd);
  expect(sshd.hostKey).toMatch(/^ssh-rsa/);
  expect((await connection.run('echo in')).stdout).toBe('in\n');
});

test('a key the host does not know is a refused login', async () => {
  await using sshd = await startSshd();
  await using other = await startSshd();
  await expect(connectHost({ ...sshd, privateKey: other.privateKey })).rejects.toThrow(LoginRefusedError);
});

test('nothing listening, and a port that never answers, are failures to connect', async () => {
  await using sshd = await startSshd();
  await expect(connectHost({ ...sshd, port: 1 })).rejects.toThrow(ConnectFailedError);
  await using link = await startDelayProxy({ target: sshd, delayMs: 0 });
  link.freeze();
  await expect(connectHost({ ...sshd, port: link.port, timeoutMs: 300 })).rejects.toThrow(ConnectFailedError);
});

test('an aborted attempt throws the reason', async () => {
  await using sshd = await startSshd();
  await using link = await startDelayProxy({ target: sshd, delayMs: 0 });
  link.freeze();
  const attempt = connectHost({ ...sshd, port: link.port, signal: AbortSignal.timeout(100) });
  await expect(attempt).rejects.toThrow(/timeout/);
});

test('an aborted or late command is killed on the host and its channel is free again', async () => {
  await using sshd = await startSshd();
  await using connection = await connectHost(sshd);
  const ran = join(sshd.directory, 'pids');
  for (let round = 0; round < 6; round += 1) {
    const command = `echo $$ >>${ran}; exec sleep 600`;
    await expect(connection.run(command, { timeoutMs: 50 })).rejects.toThrow(CommandTimedOutError);
    await expect(connection.run(command, { signal: AbortSignal.timeout(50) })).rejects.toThrow(/timeout/);
  }
  expect((await connection.run('echo still here')).stdout).toBe('still here\n');
  const alive = async (): Promise<string> => {
    const pids = (await readFile(ran, 'utf8')).trim().split('\n');
    const running = await connection.run(
      `for p in ${pids.join(' ')}; do tr -d '\\0' </proc/$p/cmdline; done`,
    );
    return running.stdout;
  };
  await expect.poll(alive, { timeout: 5000 }).toBe('');
});

test('files are written whole with their mode, and read back', async () => {
  await using sshd = await startSshd();
  await using connection = await connectHost(sshd);
  const path = join(sshd.directory, "it's a $file");
  const bytes = Uint8Array.from({ length: 300_000 }, (_, index) => index % 256);
  await connection.write(path, bytes, { mode: 0o640 });
  expect(await connection.readBytes(path)).toEqual(Buffer.from(bytes));
  expect((await connection.run(`stat -c %a ${sshd.directory}/it*`)).stdout).toBe('640\n');
  await connection.write(path, 'short ✓');
  expect(await connection.read(path)).toBe('short ✓');
  await expect(connection.read(`${path}-missing`)).rejects.toThrow(HostFileError);
  await expect(connection.write('/nowhere/at/all', 'x')).rejects.toThrow(HostFileError);
});

test('a write that is cut off leaves the old file', async () => {
  await using sshd = await startSshd();
  await using link = await startDelayProxy({ target: sshd, delayMs: 20 });
  await using direct = await connectHost(sshd);
  const connection = await connectHost({ ...sshd, port: link.port });
  const path = join(sshd.directory, 'file');
  await writeFile(path, 'old');
  const writing = connection.write(path, new Uint8Array(50_000_000));
  // Wait until a part has arrived, then break the link.
  await expect
    .poll(async () => (await direct.run(`cat ${path}.ssh-host-* 2>/dev/null | wc -c`)).stdout.trim(), {
      timeout: 10_000,
    })
    .not.toBe('0');
  link.cut();
  await expect(writing).rejects.toThrow(ConnectionLostError);
  await expect.poll(async () => (await direct.run(`ls ${sshd.directory} | grep -c file`)).stdout).toBe('1\n');
  expect(await readFile(path, 'utf8')).toBe('old');
});

test('a forwarded port carries connections through the host until the connection closes', async () => {
  await using sshd = await startSshd();
  const server = createServer((_, response) => response.end('through the host')).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const connection = await connectHost(sshd);
  const forwarded = await connection.forward((server.address() as AddressInfo).port);
  const url = `http://${forwarded.host}:${forwarded.port}/`;
  const answers = await Promise.all(Array.from({ length: 30 }, async () => (await fetch(url)).text()));
  expect(new Set(answers)).toEqual(new Set(['through the host']));
  await connection.close();
  await expect(fetch(url)).rejects.toThrow();
  server.close();
});

test('a port nothing listens on refuses the connection, not the process', async () => {
  await using sshd = await startSshd();
  await using connection = await connectHost(sshd);
  await using forwarded = await connection.forward(1);
  await expect(fetch(`http://127.0.0.1:${forwarded.port}/`)).rejects.toThrow();
  expect((await connection.run('echo fine')).stdout).toBe('fine\n');
});
