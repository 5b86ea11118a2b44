import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';

import { encodeAck, readForward, type ForwardMessage } from '../fluent/forward-message.ts';
import { OutputBuffer } from './buffer/output-buffer.ts';
import type { FluentdConfiguration } from './configuration/fluentd-configuration.ts';
import { takesEvent } from './route-event.ts';

export interface FluentdOptions {
  configuration: FluentdConfiguration;
  /** In place of the configured one; 0 for a free one. */
  port?: number;
  /** How often due chunks are looked for. @default 1000 */
  flushEveryMs?: number;
  onProblem?: (line: string) => void;
  /** @default the machine's clock */
  now?: () => Date;
}

export interface RunningFluentd extends AsyncDisposable {
  address: string;
  port: number;
  /** Chunks that are still to be sent. */
  readonly chunkCount: number;
  /** Goes on with another configuration; what is buffered is sent under the new one. Address and port stay. */
  reload(configuration: FluentdConfiguration): Promise<void>;
}

interface OpenRoute {
  takes: (event: ForwardMessage['events'][number]) => boolean;
  buffers: readonly OutputBuffer[];
}

/**
 * Starts an understudy of fluentd: takes events by the forward protocol, routes them by their Kubernetes metadata, and
 * sends them to Loki out of buffers in files.
 *
 * @throws when the address is taken, or a buffer cannot be read
 */
export async function startFluentd(options: FluentdOptions): Promise<RunningFluentd> {
  const buffering = {
    now: options.now ?? (() => new Date()),
    onProblem: options.onProblem ?? (() => undefined),
  };
  const openRoutes = async ({ routes }: FluentdConfiguration): Promise<OpenRoute[]> => {
    const opened: OpenRoute[] = [];
    for (const route of routes) {
      const buffers: OutputBuffer[] = [];
      for (const output of route.outputs) buffers.push(await OutputBuffer.open(output, buffering));
      opened.push({ takes: (event) => takesEvent(route, event), buffers });
    }
    return opened;
  };
  let routes = await openRoutes(options.configuration);
  /** Storing and reloading happen one after the other. */
  let turn: Promise<unknown> = Promise.resolve();
  const inTurn = async (act: () => Promise<void>): Promise<void> => {
    const next = turn.then(act);
    turn = next.catch(() => undefined);
    await next;
  };
  const store = ({ tag, events }: ForwardMessage): Promise<void> =>
    inTurn(async () => {
      for (const { takes, buffers } of routes) {
        const taken = events.filter((event) => takes(event));
        if (taken.length > 0) for (const buffer of buffers) await buffer.append(tag, taken);
      }
    });
  const flush = (): void => {
    for (const buffer of routes.flatMap(({ buffers }) => buffers))
      buffer.flush().catch((error: unknown) => buffering.onProblem(`flushing failed: ${String(error)}`));
  };
  const { server, sockets } = listen(store, buffering.onProblem);
  server.listen(options.port ?? options.configuration.port, options.configuration.address);
  await once(server, 'listening');
  const timer = setInterval(flush, options.flushEveryMs ?? 1000);
  const { address, port } = server.address() as AddressInfo;
  const close = async (): Promise<void> => {
    for (const { buffers } of routes) for (const buffer of buffers) await buffer.close();
  };
  return {
    address,
    port,
    get chunkCount() {
      return routes.reduce(
        (sum, { buffers }) => sum + buffers.reduce((all, one) => all + one.chunkCount, 0),
        0,
      );
    },
    reload: (configuration) =>
      inTurn(async () => {
        await close();
        routes = await openRoutes(configuration);
      }),
    [Symbol.asyncDispose]: async () => {
      clearInterval(timer);
      server.close();
      for (const socket of sockets) socket.destroy();
      await inTurn(close);
    },
  };
}

function listen(
  store: (message: ForwardMessage) => Promise<void>,
  onProblem: (line: string) => void,
): { server: Server; sockets: Set<Socket> } {
  const sockets = new Set<Socket>();
  const serve = async (socket: Socket): Promise<void> => {
    for await (const message of readForward(socket)) {
      await store(message);
      if (message.chunk !== undefined) socket.write(encodeAck(message.chunk));
    }
  };
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    socket.on('error', () => undefined);
    serve(socket).catch((error: unknown) => {
      // A connection that was cut within a message is no news; what is no message is.
      if (!(error instanceof RangeError)) onProblem(`${socket.remoteAddress ?? ''}: ${String(error)}`);
      socket.destroy();
    });
  });
  return { server, sockets };
}
