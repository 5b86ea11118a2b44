import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { get, type IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { setTimeout } from 'node:timers/promises';
import { promisify } from 'node:util';

export interface NginxProcessOptions {
  /** In which it makes a folder of its own. */
  parentDirectory: string;
  /** What runs the program, such as one that ends it with us. @default nothing */
  wrapper?: readonly string[];
  onLog: (line: string) => void;
  /** Told when it ends though nobody asked it to. */
  onEnd: (reason: Error) => void;
}

/** An nginx whose configuration is replaced while it serves. */
export interface NginxProcess extends AsyncDisposable {
  directory: string;
  statusSocket: string;
  /**
   * Checks a configuration, puts it in force and waits until it is. Requests under way are finished by the old one.
   *
   * @throws what nginx says against it; the old one stays in force
   */
  load(configuration: string, generation: string): Promise<void>;
}

const program = '/usr/sbin/nginx';

const patienceMs = 15_000;

/** What a worker says when it takes no more connections: from then on the new configuration serves all of them. */
const retired = 'gracefully shutting down';

export async function openNginx(options: NginxProcessOptions): Promise<NginxProcess> {
  const { parentDirectory, wrapper = [], onLog, onEnd } = options;
  const directory = await mkdtemp(join(parentDirectory, 'nginx-'));
  await mkdir(join(directory, 'bodies'));
  await mkdir(join(directory, 'certificates'), { mode: 0o700 });
  const statusSocket = join(directory, 'status');
  const file = join(directory, 'nginx.conf');
  const given = (configuration: string): string[] => ['-e', 'stderr', '-p', directory, '-c', configuration];
  let retirements = 0;
  let server: ReturnType<typeof start> | undefined;

  function start(): { kill: (signal: NodeJS.Signals) => void; ended: Promise<unknown> } {
    const [command = '', ...args] = [...wrapper, program, ...given(file)];
    const child = spawn(command, args, { stdio: ['ignore', 'ignore', 'pipe'] });
    createInterface(child.stderr).on('line', (line) => {
      if (line.includes(retired)) retirements += 1;
      if (!line.includes(' [notice] ')) onLog(line);
    });
    const ended = once(child, 'exit');
    void ended.then(([code, signal]) => {
      if (server !== undefined) onEnd(new Error(`nginx ended with ${String(code ?? signal)}`));
    });
    return { kill: (signal) => child.kill(signal), ended };
  }
  return {
    directory,
    statusSocket,
    async load(configuration, generation) {
      const next = `${file}.next`;
      await writeFile(next, configuration);
      try {
        await promisify(execFile)(program, [...given(next), '-t', '-q']);
      } catch (cause) {
        const { stderr, message } = cause as Error & { stderr?: string };
        throw new Error(`nginx refuses its configuration: ${(stderr ?? message).trim()}`, { cause });
      }
      await rename(next, file);
      const known = retirements;
      const isFirst = server === undefined;
      if (server === undefined) server = start();
      else server.kill('SIGHUP');
      const deadline = Date.now() + patienceMs;
      const isInForce = async (): Promise<boolean> =>
        (isFirst || retirements > known) && (await askStatus(statusSocket)) === generation;
      while (!(await isInForce())) {
        if (Date.now() > deadline) throw new Error(`nginx did not load configuration ${generation}`);
        await setTimeout(10);
      }
    },
    async [Symbol.asyncDispose]() {
      const ending = server;
      server = undefined;
      ending?.kill('SIGTERM');
      await ending?.ended;
      await rm(directory, { recursive: true, force: true });
    },
  };
}

async function askStatus(socketPath: string): Promise<string | undefined> {
  try {
    const asked = get({ socketPath, path: '/', agent: false, timeout: 1000 });
    asked.once('timeout', () => asked.destroy());
    const [reply] = (await once(asked, 'response')) as [IncomingMessage];
    return await text(reply);
  } catch {
    return undefined;
  }
}
