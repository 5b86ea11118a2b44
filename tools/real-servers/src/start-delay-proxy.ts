import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

export interface DelayProxyOptions {
  /** Where connections are passed on to. */
  target: { host: string; port: number };
  /** Delay added each way, in milliseconds: a round trip takes twice this longer. */
  delayMs: number;
}

/** A TCP proxy on loopback that plays a slow, cut or frozen link. */
export interface DelayProxy extends AsyncDisposable {
  host: string;
  port: number;
  /** How many connections were accepted so far. */
  readonly accepted: number;
  /** Resets every open connection on both sides, as a link that breaks; new ones are accepted. */
  cut(): void;
  /** Passes nothing on any more and closes nothing, as a peer that vanished without a word. */
  freeze(): void;
}

/** Starts a proxy that delays every byte by `delayMs` each way, because `tc netem` is not in every kernel. */
export async function startDelayProxy(options: DelayProxyOptions): Promise<DelayProxy> {
  const sockets = new Set<Socket>();
  let accepted = 0;
  let frozen = false;

  const pass = (from: Socket, to: Socket): void => {
    const later = (action: () => void): void => {
      // Equal delays fire in the order they were set, so bytes never overtake each other.
      setTimeout(() => {
        if (!frozen && !to.destroyed) action();
      }, options.delayMs);
    };
    from.on('data', (chunk) =>
      later(() => {
        if (!to.write(chunk)) {
          from.pause();
          to.once('drain', () => from.resume());
        }
      }),
    );
    from.on('end', () => later(() => to.end()));
    from.on('error', () => later(() => to.resetAndDestroy()));
    from.on('close', () => {
      sockets.delete(from);
    });
  };

  const server = createServer({ allowHalfOpen: true, noDelay: true }, (client) => {
    accepted += 1;
    const upstream = connect({ ...options.target, allowHalfOpen: true, noDelay: true });
    sockets.add(client).add(upstream);
    pass(client, upstream);
    pass(upstream, client);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');

  const cut = (): void => {
    for (const socket of sockets) socket.resetAndDestroy();
  };
  return {
    host: '127.0.0.1',
    port: (server.address() as AddressInfo).port,
    get accepted() {
      return accepted;
    },
    cut,
    freeze: () => {
      frozen = true;
    },
    [Symbol.asyncDispose]: async () => {
      cut();
      await new Promise((closed) => server.close(closed));
    },
  };
}
