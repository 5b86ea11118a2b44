import { once } from 'node:events';
import net from 'node:net';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { forwardConnection } from './forward-connection.ts';

async function listen(onConnection: (socket: net.Socket) => void): Promise<net.Server & AsyncDisposable> {
  const server = net.createServer({ allowHalfOpen: true }, onConnection).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}
const portOf = (server: net.Server): number => (server.address() as net.AddressInfo).port;

/** What somebody reads who says something and no more. */
async function ask(port: number, words: string): Promise<string> {
  const socket = net.connect({ port, host: '127.0.0.1', allowHalfOpen: true });
  socket.end(words);
  return text(socket);
}

test('a backend that does not accept is passed over; both sides may end when they have said all', async () => {
  await using backend = await listen((socket) => {
    void text(socket).then((heard) => socket.end(`${heard} from ${socket.remoteAddress ?? ''}`));
  });
  const forwarding = { from: '127.0.0.7', port: portOf(backend), backends: ['127.0.0.9', '127.0.0.1'] };
  await using front = await listen((client) => void forwardConnection(client, forwarding));
  expect(await ask(portOf(front), 'hello')).toBe('hello from 127.0.0.7');
});

test('without any backend the connection is cut', async () => {
  const forwarding = { from: '127.0.0.1', port: 1, backends: [] };
  await using front = await listen((client) => void forwardConnection(client, forwarding));
  await expect(ask(portOf(front), 'hello')).rejects.toThrow('ECONNRESET');
});
