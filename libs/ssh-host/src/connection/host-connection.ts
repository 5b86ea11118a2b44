import { createChannelQueue } from './channel-queue.ts';
import { forwardPort, type ForwardedPort } from './forward-port.ts';
import { readHostFile, writeHostFile, type WriteOptions } from './host-files.ts';
import type { HostLink } from './host-link.ts';
import { runCommand, type RawResult, type RunOptions } from './run-command.ts';

export interface CommandResult {
  exitCode: number;
  stdout: string;
  stderr: string;
}

/** An open connection to one host. Any number of calls may run side by side; eight are under way at a time. */
export interface HostConnection extends AsyncDisposable {
  readonly host: string;
  /** Runs a command line in the user's shell. A failing command is a result, a lost link is an error. */
  run(command: string, options?: RunOptions): Promise<CommandResult>;
  /** Replaces a file in one step; see {@link WriteOptions} for owner and mode. */
  write(path: string, content: string | Uint8Array, options?: WriteOptions): Promise<void>;
  /** The content of a UTF-8 file. */
  read(path: string, options?: { signal?: AbortSignal }): Promise<string>;
  /** The content of any file. */
  readBytes(path: string, options?: { signal?: AbortSignal }): Promise<Uint8Array>;
  /** Opens a loopback port here that leads to a port seen from the host. @param targetHost default 127.0.0.1 */
  forward(targetPort: number, targetHost?: string): Promise<ForwardedPort>;
  close(): Promise<void>;
}

const maxParallelChannels = 8;

export function createHostConnection(link: HostLink): HostConnection {
  const queue = createChannelQueue(maxParallelChannels);
  const execute = async (command: string, options: RunOptions = {}): Promise<RawResult> => {
    const leave = await queue.enter(options.signal);
    return await runCommand(link, command, options, leave);
  };
  const close = (): Promise<void> =>
    new Promise((resolve) => {
      // A host that does not answer the goodbye is not waited for.
      const giveUp = setTimeout(() => link.client.destroy(), 2000);
      link.onEnd(() => {
        clearTimeout(giveUp);
        resolve();
      });
      // Whoever aborts a command and closes at once would leave it running: its kill has to get there first.
      void Promise.all(link.pending).then(() => link.client.end());
    });
  return {
    host: link.host,
    async run(command, options) {
      // Bytes are decoded once, when all are there: a character cut by a packet boundary stays whole.
      const { exitCode, stdout, stderr } = await execute(command, options);
      return { exitCode, stdout: stdout.toString('utf8'), stderr: stderr.toString('utf8') };
    },
    write: (path, content, options = {}) => writeHostFile(execute, path, content, options),
    read: async (path, options) => (await readHostFile(execute, path, options?.signal)).toString('utf8'),
    readBytes: (path, options) => readHostFile(execute, path, options?.signal),
    forward: (targetPort, targetHost = '127.0.0.1') => forwardPort(link, targetPort, targetHost),
    close,
    [Symbol.asyncDispose]: close,
  };
}
