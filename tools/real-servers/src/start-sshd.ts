import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { endMarkedProcesses } from './end-marked-processes.ts';
import { freePort } from './free-port.ts';
import { runProgram } from './run-program.ts';

export interface SshdOptions {
  /** Kinds of host key the server has; the first is `hostKey`. @default ['ed25519'] */
  hostKeyTypes?: ('ed25519' | 'ecdsa' | 'rsa')[];
  /** Lines put at the end of `sshd_config`. */
  config?: string[];
}

/** An OpenSSH server of its own on loopback; gone with all it started at dispose. */
export interface RunningSshd extends AsyncDisposable {
  host: string;
  port: number;
  username: string;
  /** The key that may log in, in OpenSSH format, and the file that holds it (mode 0600). */
  privateKey: string;
  privateKeyFile: string;
  /** Its public half, as a line of `authorized_keys`. */
  publicKey: string;
  /** The server's public host key, as OpenSSH writes it: `ssh-ed25519 AAAA…`. */
  hostKey: string;
  /** A private folder that is removed at dispose. */
  directory: string;
}

const sshdProgram = '/usr/sbin/sshd';

/**
 * Starts an OpenSSH server on a free loopback port, with host keys, a login key and a configuration of its own.
 *
 * @throws when `sshd` is not installed (Debian: `openssh-server`) or does not start.
 */
export async function startSshd(options: SshdOptions = {}): Promise<RunningSshd> {
  if (!existsSync(sshdProgram)) throw new Error(`${sshdProgram} is missing: install openssh-server`);
  const directory = await mkdtemp(join(tmpdir(), 'sshd-'));
  const types = options.hostKeyTypes ?? ['ed25519'];
  const makeKey = async (type: string, file: string): Promise<void> => {
    await runProgram('ssh-keygen', ['-q', '-t', type, '-N', '', '-C', '', '-f', join(directory, file)]);
  };
  for (const type of types) await makeKey(type, `host_${type}`);
  await makeKey('ed25519', 'login');
  const read = async (file: string): Promise<string> =>
    (await readFile(join(directory, file), 'utf8')).trim();
  const publicKey = await read('login.pub');
  await writeFile(join(directory, 'authorized_keys'), `${publicKey}\n`);
  // A server run by root wants its privilege separation folder, which Debian's unit would make.
  if (userInfo().uid === 0) await mkdir('/run/sshd', { recursive: true, mode: 0o755 });

  const port = await freePort();
  const marker = `REAL_SSHD=${directory}`;
  await writeFile(
    join(directory, 'sshd_config'),
    [
      `ListenAddress 127.0.0.1:${port}`,
      ...types.map((type) => `HostKey ${directory}/host_${type}`),
      `AuthorizedKeysFile ${directory}/authorized_keys`,
      'StrictModes no',
      'UsePAM no',
      'PasswordAuthentication no',
      'PermitRootLogin prohibit-password',
      'PidFile none',
      'UseDNS no',
      'MaxStartups 100:30:200',
      // A home of its own, so that no start-up file of the developer's shell takes part.
      `SetEnv ${marker} HOME=${directory}`,
      'Subsystem sftp internal-sftp',
      ...(options.config ?? []),
      '',
    ].join('\n'),
  );
  // Ends with this process, also when that is killed and can dispose of nothing.
  const command = ['--pdeathsig', 'KILL', sshdProgram, '-D', '-e', '-f', join(directory, 'sshd_config')];
  const server = spawn('setpriv', command, { stdio: ['ignore', 'ignore', 'pipe'] });
  let log = '';
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.once('exit', () => reject(new Error(`sshd did not start: ${log}`)));
    server.stderr.setEncoding('utf8').on('data', (text: string) => {
      log += text;
      if (log.includes('Server listening on')) resolve();
    });
  });
  return {
    host: '127.0.0.1',
    port,
    username: userInfo().username,
    privateKey: await readFile(join(directory, 'login'), 'utf8'),
    privateKeyFile: join(directory, 'login'),
    publicKey,
    hostKey: await read(`host_${types[0] ?? 'ed25519'}.pub`),
    directory,
    [Symbol.asyncDispose]: async () => {
      if (server.exitCode === null) {
        server.kill('SIGKILL');
        await once(server, 'exit');
      }
      await endMarkedProcesses(marker);
      await rm(directory, { recursive: true, force: true });
    },
  };
}
