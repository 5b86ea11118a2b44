import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server } from 'node:net';
import { pipeline } from 'node:stream/promises';
import { PassThrough, Writable, type Duplex } from 'node:stream';
import { setImmediate } from 'node:timers/promises';

import { afterAll, beforeAll, expect, test } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';

import { Tunnel } from '../src/tunnel/tunnel.ts';

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

const address = (): string => `127.0.0.1:${(sender.address() as AddressInfo).port}`;

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
