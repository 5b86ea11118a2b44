import net from 'node:net';

/** Assumption: how long Scaleway's load balancers wait for a backend; theirs is 3 s by default, and the next is tried. */
const connectPatienceMs = 1_000;

export interface Forwarding {
  /** The address that backends see. */
  from: string;
  port: number;
  /** In the order in which they are tried. */
  backends: readonly string[];
}

/** Joins a connection with the first backend that accepts one; with none it is cut. */
export async function forwardConnection(client: net.Socket, forwarding: Forwarding): Promise<void> {
  client.on('error', () => client.destroy());
  const { backends, from, port } = forwarding;
  for (const host of backends) {
    const backend = await connect({ host, port, from });
    if (backend === undefined) continue;
    if (client.destroyed) {
      backend.destroy();
      return;
    }
    backend.on('error', () => client.destroy());
    client.once('close', () => backend.destroy());
    backend.once('close', () => client.destroy());
    client.pipe(backend);
    backend.pipe(client);
    return;
  }
  client.resetAndDestroy();
}

function connect(options: { host: string; port: number; from: string }): Promise<net.Socket | undefined> {
  const { host, port, from } = options;
  return new Promise((resolve) => {
    const socket = net.connect({ host, port, localAddress: from, allowHalfOpen: true });
    const giveUp = (): void => {
      socket.destroy();
      resolve(undefined);
    };
    socket.setTimeout(connectPatienceMs, giveUp);
    socket.once('error', giveUp);
    socket.once('connect', () => {
      socket.setTimeout(0);
      socket.off('error', giveUp);
      resolve(socket);
    });
  });
}
