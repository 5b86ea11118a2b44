import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { promisify } from 'node:util';

export interface NginxOptions {
  /** What stands between the braces of `http`: servers, each listening where the caller chose. */
  http: string;
  /** Where one of its servers listens: by that it is known that nginx is up. */
  port: number;
}

/** An nginx of its own, with a temporary folder; gone at dispose. */
export interface RunningNginx extends AsyncDisposable {
  directory: string;
  /** Puts another configuration in place of the first and waits until it is in force. @throws what nginx says against it */
  reload(http: string): Promise<void>;
  /** Lines of its error log so far. */
  log(): Promise<string>;
}

const program = '/usr/sbin/nginx';
const patienceMs = 10_000;

/**
 * Starts Debian's nginx in the foreground with the given servers.
 *
 * @throws when nginx is not installed (Debian: `nginx-light`) or refuses the configuration, with what it said
 */
export async function startNginx({ http, port }: NginxOptions): Promise<RunningNginx> {
  const directory = await mkdtemp(join(tmpdir(), 'nginx-'));
  const log = (): Promise<string> => readFile(join(directory, 'error.log'), 'utf8').catch(() => '');
  try {
    await writeConfiguration(directory, http);
    // Ends with this process, also when that is killed and can dispose of nothing.
    const server = spawn('setpriv', ['--pdeathsig', 'TERM', program, ...argumentsFor(directory)], {
      stdio: 'ignore',
    });
    const ended = once(server, 'exit');
    try {
      await Promise.race([
        waitForPort(port),
        ended.then(async () => {
          throw new Error(`nginx did not start: ${await log()}`);
        }),
      ]);
    } catch (error) {
      server.kill('SIGKILL');
      throw error;
    }
    return {
      directory,
      log,
      async reload(next) {
        const loaded = (await log()).split(reloaded).length;
        await writeConfiguration(directory, next);
        server.kill('SIGHUP');
        const deadline = Date.now() + patienceMs;
        while ((await log()).split(reloaded).length === loaded) {
          if (Date.now() > deadline) throw new Error(`nginx did not reload: ${await log()}`);
          await setTimeout(10);
        }
      },
      async [Symbol.asyncDispose]() {
        if (server.exitCode === null && server.signalCode === null) {
          server.kill('SIGTERM');
          await ended;
        }
        await rm(directory, { recursive: true, force: true });
      },
    };
  } catch (error) {
    await rm(directory, { recursive: true, force: true });
    throw error;
  }
}

/** What a worker logs when it takes no more connections: from then on the new configuration serves all of them. */
const reloaded = 'gracefully shutting down';

function argumentsFor(directory: string): string[] {
  return ['-e', join(directory, 'error.log'), '-c', join(directory, 'nginx.conf')];
}

async function writeConfiguration(directory: string, http: string): Promise<void> {
  const folder = join(directory, 'bodies');
  await mkdir(folder, { recursive: true });
  const bodies = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];
  await writeFile(
    join(directory, 'nginx.conf'),
    `daemon off;
worker_processes 1;
pid ${directory}/nginx.pid;
error_log ${directory}/error.log notice;
events {}
http {
  access_log off;
${bodies.map((kind) => `  ${kind}_temp_path ${folder}/${kind};`).join('\n')}
${http}
}
`,
  );
  try {
    await promisify(execFile)(program, [...argumentsFor(directory), '-t', '-q']);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT')
      throw new Error(`${program} is missing: install nginx-light`, { cause });
    throw new Error(`nginx refuses its configuration: ${(cause as { stderr: string }).stderr.trim()}`, {
      cause,
    });
  }
}

async function waitForPort(port: number): Promise<void> {
  const deadline = Date.now() + patienceMs;
  for (;;) {
    const socket = connect(port, '127.0.0.1');
    try {
      await once(socket, 'connect');
      return;
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await setTimeout(20);
    } finally {
      socket.destroy();
    }
  }
}
