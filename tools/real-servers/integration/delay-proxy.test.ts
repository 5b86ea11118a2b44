import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { expect, test } from 'vitest';
import { startDelayProxy } from '@wescale/real-servers';

/** A server that sends back what it gets, and ends when its client ends. */
const startEcho = async () => {
  const sockets: Socket[] = [];
  const server = createServer((socket) => {
    sockets.push(socket.on('error', () => undefined));
    socket.pipe(socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    target: { host: '127.0.0.1', port: (server.address() as AddressInfo).port },
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((closed) => server.close(closed));
    },
  };
};

test('bytes come through complete and in order, a round trip late', async () => {
  await using echo = await startEcho();
  await using proxy = await startDelayProxy({ target: echo.target, delayMs: 40 });
  const sent = Array.from({ length: 200_000 }, (_, index) => index % 251);
  const socket = connect({ host: proxy.host, port: proxy.port });
  const start = performance.now();
  socket.end(Buffer.from(sent));
  const received: Buffer[] = [];
  for await (const chunk of socket) received.push(chunk as Buffer);
  expect(performance.now() - start).toBeGreaterThanOrEqual(79);
  expect(Buffer.concat(received).equals(Buffer.from(sent))).toBe(true);
});

test('a cut link is reset on both sides and the next connection works', async () => {
  await using echo = await startEcho();
  await using proxy = await startDelayProxy({ target: echo.target, delayMs: 0 });
  const socket = connect({ host: proxy.host, port: proxy.port });
  socket.write('one');
  await once(socket, 'data');
  proxy.cut();
  const [error] = (await once(socket, 'error')) as [NodeJS.ErrnoException];
  expect(error.code).toBe('ECONNRESET');

  const next = connect({ host: proxy.host, port: proxy.port });
  next.write('two');
  const [answer] = (await once(next, 'data')) as [Buffer];
  expect(answer.toString()).toBe('two');
  next.destroy();
});

test('a frozen link stays open and passes nothing on', async () => {
  await using echo = await startEcho();
  await using proxy = await startDelayProxy({ target: echo.target, delayMs: 0 });
  const socket = connect({ host: proxy.host, port: proxy.port });
  socket.write('before');
  await once(socket, 'data');
  proxy.freeze();
  let heard = false;
  socket.on('data', () => (heard = true));
  socket.write('after');
  await new Promise((resolve) => setTimeout(resolve, 200));
  expect(heard).toBe(false);
  expect(socket.readyState).toBe('open');
  socket.destroy();
});
