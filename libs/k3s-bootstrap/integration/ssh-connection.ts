import { spawn, execFile, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { CommandResult, Forward, K3sHost, RunOptions } from '@wescale/k3s-bootstrap';

/** The host port of the library over the ssh program, as somebody without `@wescale/ssh-host` would make one. */
export interface SshConnection extends K3sHost, Forward, AsyncDisposable {
  /** Ends the shared connection; the next command opens another one. */
  reconnect(): Promise<void>;
}

export async function openSshConnection(
  host: string,
  hostKey: string,
  privateKey: string,
): Promise<SshConnection> {
  const folder = await mkdtemp(join(tmpdir(), 'k3s-ssh-'));
  const [identity, knownHosts, control] = ['identity', 'known_hosts', 'control'].map((name) =>
    join(folder, name),
  );
  await writeFile(identity ?? '', privateKey, { mode: 0o600 });
  await writeFile(knownHosts ?? '', `${host} ${hostKey}\n`);
  const options = [
    ...['-F', 'none', '-q', '-i', identity ?? '', '-o', 'BatchMode=yes', '-o', 'ConnectTimeout=5'],
    ...['-o', `UserKnownHostsFile=${knownHosts ?? ''}`, '-o', 'StrictHostKeyChecking=yes'],
    ...['-o', 'ControlMaster=auto', '-o', 'ControlPersist=30', '-o', `ControlPath=${control ?? ''}`],
  ];
  const run = (command: string, runOptions: RunOptions = {}): Promise<CommandResult> =>
    collect(spawn('ssh', [...options, `root@${host}`, command], { stdio: 'pipe' }), runOptions);
  const close = async (): Promise<void> => {
    await promisify(execFile)('ssh', [...options, '-O', 'exit', `root@${host}`]).catch(() => undefined);
  };
  return {
    host,
    run,
    async read(path, readOptions = {}) {
      const { exitCode, stdout, stderr } = await run(`cat -- '${path}'`, readOptions);
      if (exitCode !== 0) throw new Error(stderr);
      return stdout;
    },
    async forward(targetPort, targetHost = '127.0.0.1') {
      const children = new Set<ChildProcess>();
      const server = createServer((socket) => {
        const child = spawn('ssh', [...options, '-W', `${targetHost}:${targetPort}`, `root@${host}`]);
        children.add(child);
        child.once('exit', () => {
          children.delete(child);
          socket.destroy();
        });
        child.stdin.on('error', () => socket.destroy());
        socket.on('error', () => child.kill()).on('close', () => child.kill());
        socket.pipe(child.stdin);
        child.stdout.pipe(socket);
      });
      server.listen(0, '127.0.0.1');
      await once(server, 'listening');
      return {
        host: '127.0.0.1',
        port: (server.address() as AddressInfo).port,
        async [Symbol.asyncDispose]() {
          for (const child of children) child.kill();
          await new Promise((closed) => server.close(closed));
        },
      };
    },
    reconnect: close,
    async [Symbol.asyncDispose]() {
      await close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Gathers what a child prints; an abort ends the child here and what it runs there at its next word. */
function collect(child: ReturnType<typeof spawn>, options: RunOptions): Promise<CommandResult> {
  const { signal, stdin, onLine } = options;
  return new Promise((resolve, reject) => {
    const out: Buffer[] = [];
    const errors: Buffer[] = [];
    let rest = '';
    const abort = (): void => {
      child.kill();
      reject(signal?.reason as Error);
    };
    signal?.addEventListener('abort', abort, { once: true });
    child.stdout?.on('data', (chunk: Buffer) => {
      out.push(chunk);
      const lines = (rest + chunk.toString('utf8')).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) onLine?.(line);
    });
    child.stderr?.on('data', (chunk: Buffer) => errors.push(chunk));
    child.stdin?.on('error', () => undefined);
    child.stdin?.end(stdin);
    child.once('error', reject);
    child.once('close', (exitCode) => {
      signal?.removeEventListener('abort', abort);
      const [stdout, stderr] = [out, errors].map((chunks) => Buffer.concat(chunks).toString('utf8'));
      resolve({ exitCode: exitCode ?? 128, stdout: stdout ?? '', stderr: stderr ?? '' });
    });
  });
}
