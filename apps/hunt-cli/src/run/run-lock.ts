import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { text } from 'node:stream/consumers';

/** Another run is changing this environment. */
export class RunLockedError extends Error {
  readonly code = 'locked';
}

/**
 * Lets one run at a time change an environment. The lock is an abstract Unix socket (unix(7)): the kernel drops it
 * with the process that holds it, so a killed run leaves none, and whoever finds it taken can ask it who holds it.
 *
 * @throws RunLockedError naming who holds it, since when
 */
export async function lockRun(directory: string, verb: string, now: () => Date): Promise<AsyncDisposable> {
  const address = `\0hunt-run-${createHash('sha256').update(directory).digest('hex').slice(0, 32)}`;
  const holder = `hunt ${verb} (process ${process.pid}, since ${now().toISOString()})`;
  const server = createServer((socket) => socket.on('error', () => undefined).end(holder));
  server.listen(address);
  try {
    await once(server, 'listening');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    throw new RunLockedError(
      `${await askHolder(address)} is at work on this environment; wait for it to end, or stop it with Ctrl-C where it runs`,
      { cause: error },
    );
  }
  server.unref();
  return {
    async [Symbol.asyncDispose]() {
      server.close();
      await once(server, 'close');
    },
  };
}

async function askHolder(address: string): Promise<string> {
  const socket = connect(address);
  return text(socket).catch(() => 'another run of hunt');
}
