import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { NodeSSH } from 'node-ssh';
import { expect, test } from 'vitest';
import { startDelayProxy, startSshd, type RunningSshd } from '@wescale/real-servers';
import { connectHost, ConnectionLostError, HostKeyMismatchError } from '@wescale/ssh-host';

/** What plain use of node-ssh looks like. */
const plain = async (sshd: RunningSshd, port = sshd.port, more: object = {}): Promise<NodeSSH> =>
  await new NodeSSH().connect({
    host: sshd.host,
    port,
    username: sshd.username,
    privateKey: sshd.privateKey,
    ...more,
  });

/** Runs a program in a process of its own, because what it shows is the death of the process. */
const runProcess = async (
  program: string,
  args: string[],
): Promise<{ code: number | null; stderr: string }> => {
  const child = spawn(
    process.execPath,
    ['--conditions=@wescale/source', '--input-type=module-typescript', '-e', program, ...args],
    {
      cwd: import.meta.dirname,
    },
  );
  let stderr = '';
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const [code] = (await once(child, 'exit')) as [number | null];
  return { code, stderr };
};

/** Sends one character of two bytes in two packets. */
const splitCharacter = String.raw`printf '\303'; sleep 0.3; printf '\251'`;

test('host keys: node-ssh takes any, ours only the pinned one', async () => {
  await using sshd = await startSshd();
  await using stranger = await startSshd();
  const client = await plain(stranger);
  expect(client.isConnected()).toBe(true);
  client.dispose();
  await expect(connectHost({ ...stranger, hostKey: sshd.hostKey })).rejects.toThrow(HostKeyMismatchError);
});

test('characters: node-ssh breaks one that is cut by a packet boundary, ours keeps it', async () => {
  await using sshd = await startSshd();
  const client = await plain(sshd);
  expect((await client.execCommand(splitCharacter)).stdout).toBe('��');
  client.dispose();
  await using connection = await connectHost(sshd);
  expect((await connection.run(splitCharacter)).stdout).toBe('é');
});

test('a dropped link: node-ssh resolves as if the command had ended, ours is an error that says during what', async () => {
  await using sshd = await startSshd();
  await using link = await startDelayProxy({ target: sshd, delayMs: 0 });
  const client = await plain(sshd, link.port);
  client.connection?.on('error', () => undefined); // or this process would die: see the next test
  const command = client.execCommand('echo begun; sleep 600', { onStdout: () => link.cut() });
  await expect(command).resolves.toMatchObject({ code: null, stdout: 'begun' });

  const connection = await connectHost({ ...sshd, port: link.port });
  const running = connection.run('echo begun; sleep 600', {
    during: 'the long wait',
    onLine: () => link.cut(),
  });
  const error = await running.catch((e: unknown) => e);
  expect(error).toBeInstanceOf(ConnectionLostError);
  expect((error as ConnectionLostError).during).toBe('the long wait');
  expect((error as Error).message).toContain('the long wait');
  await expect(connection.run('true')).rejects.toThrow(ConnectionLostError);
});

test('late errors: node-ssh leaves them uncaught and the process dies, ours goes on', async () => {
  await using sshd = await startSshd();
  await using link = await startDelayProxy({ target: sshd, delayMs: 0 });
  const config = JSON.stringify({ ...sshd, port: link.port });
  // Each program tells it is connected by opening a TCP connection; the test then resets the link.
  await using bell = await startBell();
  const ring = `(await import('node:net')).connect(${bell.port}, '127.0.0.1').on('error', () => {});`;
  const wait = `setTimeout(() => process.exit(0), 1500);`;

  const bare = runProcess(
    `import { NodeSSH } from 'node-ssh'; await new NodeSSH().connect(${config}); ${ring} ${wait}`,
    [],
  );
  await bell.rung();
  link.cut();
  const died = await bare;
  expect(died.stderr).toMatch(/Unhandled 'error' event|ECONNRESET/);
  expect(died.code).not.toBe(0);

  const guarded = runProcess(
    `import { connectHost } from '@wescale/ssh-host'; await connectHost(${config}); ${ring} ${wait}`,
    [],
  );
  await bell.rung();
  link.cut();
  expect(await guarded).toEqual({ code: 0, stderr: '' });
});

test('a frozen host: node-ssh waits for ever, ours notices', async () => {
  await using sshd = await startSshd();
  await using link = await startDelayProxy({ target: sshd, delayMs: 0 });
  const client = await plain(sshd, link.port);
  const connection = await connectHost({ ...sshd, port: link.port, keepaliveIntervalMs: 50 });
  const bare = client.execCommand('sleep 600').then(
    () => 'ended',
    () => 'ended',
  );
  const ours = connection.run('sleep 600');
  ours.catch(() => undefined);
  link.freeze();
  await expect(ours).rejects.toThrow(ConnectionLostError);
  expect(await Promise.race([bare, Promise.resolve('still waiting')])).toBe('still waiting');
  client.connection?.on('error', () => undefined);
  link.cut();
});

test('many commands at once: node-ssh loses those beyond the host limit, ours queues them', async () => {
  await using sshd = await startSshd();
  const client = await plain(sshd);
  const bare = await Promise.allSettled(Array.from({ length: 30 }, () => client.execCommand('sleep 0.2')));
  expect(bare.filter((outcome) => outcome.status === 'rejected').length).toBeGreaterThan(0);
  client.dispose();
  await using connection = await connectHost(sshd);
  const ours = await Promise.all(Array.from({ length: 60 }, (_, index) => connection.run(`echo ${index}`)));
  expect(ours.map((result) => result.stdout)).toEqual(Array.from({ length: 60 }, (_, index) => `${index}\n`));
});

test('small packets: node-ssh leaves Nagle on, ours turns it off', async () => {
  await using sshd = await startSshd();
  // The socket option itself cannot be read back from Node, so the calls that set it are counted.
  const { Socket } = await import('node:net');
  const calls: unknown[] = [];
  const original = Object.getOwnPropertyDescriptor(Socket.prototype, 'setNoDelay')!;
  Object.defineProperty(Socket.prototype, 'setNoDelay', {
    ...original,
    value(this: InstanceType<typeof Socket>, on?: boolean) {
      calls.push(on);
      return (original.value as typeof this.setNoDelay).call(this, on);
    },
  });
  try {
    (await plain(sshd)).dispose();
    expect(calls).toEqual([]);
    await (await connectHost(sshd)).close();
    expect(calls).toEqual([true]);
  } finally {
    Object.defineProperty(Socket.prototype, 'setNoDelay', original);
  }
});

/** A loopback port on which another process can say that it has come so far. */
async function startBell(): Promise<{ port: number; rung(): Promise<void> } & AsyncDisposable> {
  const { createServer } = await import('node:net');
  let ring: () => void = () => undefined;
  const server = createServer((socket) => {
    socket.destroy();
    ring();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as { port: number }).port,
    rung: () => new Promise((resolve) => (ring = resolve)),
    [Symbol.asyncDispose]: async () => {
      await new Promise((closed) => server.close(closed));
    },
  };
}
