import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server } from 'node:net';
import { pipeline } from 'node:stream/promises';
import { PassThrough, Writable, type Duplex } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import { createServer as createTlsServer } from 'node:tls';

import { afterAll, beforeAll, expect, test } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';

import { secureConnection } from '../src/tunnel/secure-connection.ts';
import { Tunnel } from '../src/tunnel/tunnel.ts';
import { makeCertificate } from './call-rancher.ts';

const sizeBytes = 20_000_000;

let sender: Server;
let webSockets: WebSocketServer;
let near: WebSocket;
let tunnel: Tunnel;
beforeAll(async () => {
  // Says all it has and hangs up.
  sender = createServer((socket) => {
    socket.end(Buffer.alloc(sizeBytes, 'a'));
    socket.on('error', () => undefined);
  });
  await once(sender.listen(0, '127.0.0.1'), 'listening');
  webSockets = new WebSocketServer({ host: '127.0.0.1', port: 0 });
  await once(webSockets, 'listening');
  const accepted = once(webSockets, 'connection') as Promise<[WebSocket]>;
  near = new WebSocket(`ws://127.0.0.1:${(webSockets.address() as AddressInfo).port}`);
  await once(near, 'open');
  tunnel = new Tunnel(near);
  const [far] = await accepted;
  new Tunnel(far, (protocol, address): Duplex | undefined =>
    protocol === 'tcp' ? connect(Number(address.split(':')[1]), '127.0.0.1') : undefined,
  );
});
afterAll(async () => {
  near.terminate();
  webSockets.close();
  sender.close();
  await once(sender, 'close');
});

const address = (server: Server = sender): string => `127.0.0.1:${(server.address() as AddressInfo).port}`;

/** Reads at its own pace and counts. */
async function count(source: Duplex): Promise<number> {
  let bytes = 0;
  const slow = new Writable({
    highWaterMark: 1000,
    write: (chunk: Buffer, _encoding, done) => {
      bytes += chunk.length;
      void setImmediate().then(() => done());
    },
  });
  await pipeline(source, new PassThrough({ highWaterMark: 1000 }), slow);
  return bytes;
}

test('all arrives at a slow reader though the other end has hung up, on two connections at once', async () => {
  expect(await Promise.all([count(tunnel.open(address())), count(tunnel.open(address()))])).toEqual([
    sizeBytes,
    sizeBytes,
  ]);
});

test('all arrives through TLS over a connection, and its end, though the other end has hung up and is written to', async () => {
  const { certificate, privateKey } = await makeCertificate();
  const server = createTlsServer({ cert: certificate, key: privateKey }, (socket) => {
    socket.end(Buffer.alloc(4_000_000, 'a'));
    socket.on('error', () => undefined);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  try {
    for (let round = 0; round < 3; round++) {
      const connection = tunnel.open(address(server));
      const secure = secureConnection(connection, { host: '127.0.0.1', ca: certificate });
      connection.once('end', () => connection.write('too late'));
      const closed = once(connection, 'close');
      expect(await count(secure)).toBe(4_000_000);
      await closed;
    }
  } finally {
    server.close();
    await once(server, 'close');
  }
});

test('all that is written arrives though its writer ends at once', async () => {
  let bytes = 0;
  const receiver = createServer((socket) => {
    socket.on('data', (chunk) => (bytes += chunk.length));
  });
  await once(receiver.listen(0, '127.0.0.1'), 'listening');
  const ended = once(receiver, 'connection').then(([socket]) => once(socket as Duplex, 'close'));
  tunnel.open(address(receiver)).end(Buffer.alloc(sizeBytes, 'a'));
  await ended;
  receiver.close();
  expect(bytes).toBe(sizeBytes);
});

test('who is not read any more hears of the end', async () => {
  const accepted = once(sender, 'connection') as Promise<[Duplex]>;
  const connection = tunnel.open(address());
  const [socket] = await accepted;
  // With or without an error of what it still had to say.
  const closed = new Promise((resolve) => socket.once('close', resolve));
  await once(connection, 'readable');
  connection.destroy();
  await closed;
});

test('a connection that cannot be made ends with the reason', async () => {
  await expect(count(tunnel.open('127.0.0.1:1'))).rejects.toThrow('ECONNREFUSED');
});

test('connections end when the tunnel does', async () => {
  const connection = tunnel.open(address());
  await once(connection, 'readable');
  const ended = once(connection, 'close');
  near.terminate();
  connection.resume();
  await expect(ended).rejects.toThrow('the tunnel is closed');
});
