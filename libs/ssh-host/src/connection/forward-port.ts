import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import type { HostLink } from './host-link.ts';

/** A port of this machine that leads to one seen from the host. */
export interface ForwardedPort extends AsyncDisposable {
  /** Always 127.0.0.1. */
  host: string;
  port: number;
  close(): Promise<void>;
}

/** Listens on a free loopback port and passes each connection to `targetHost:targetPort` as the host sees it. */
export async function forwardPort(
  link: HostLink,
  targetPort: number,
  targetHost: string,
): Promise<ForwardedPort> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket)).on('error', () => socket.destroy());
    const refuse = (): void => {
      socket.resetAndDestroy();
    };
    try {
      link.client.forwardOut(
        '127.0.0.1',
        socket.remotePort ?? 0,
        targetHost,
        targetPort,
        (error, channel) => {
          if (error) {
            refuse();
            return;
          }
          channel.on('error', refuse).on('close', () => socket.destroy());
          socket.on('close', () => channel.close());
          socket.pipe(channel).pipe(socket);
        },
      );
    } catch {
      refuse();
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const close = async (): Promise<void> => {
    stopListening();
    for (const socket of sockets) socket.destroy();
    if (server.listening) await new Promise((closed) => server.close(closed));
  };
  const stopListening = link.onEnd(() => void close());
  return {
    host: '127.0.0.1',
    port: (server.address() as AddressInfo).port,
    close,
    [Symbol.asyncDispose]: close,
  };
}
