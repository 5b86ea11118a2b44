import { once } from 'node:events';
import http from 'node:http';
import net from 'node:net';
import { expect, test } from 'vitest';
import { startAptProxy } from './apt-proxy.ts';

async function startMirror(): Promise<AsyncDisposable & { url: string }> {
  const server = http.createServer((request, response) => {
    if (request.url === '/debian/gone') response.writeHead(404).end();
    else
      response.writeHead(200, { 'x-range': request.headers.range ?? '' }).end(`package ${request.url ?? ''}`);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as net.AddressInfo).port}`,
    async [Symbol.asyncDispose](): Promise<void> {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

function ask(port: number, path: string, method = 'GET'): Promise<{ status: number; body: string }> {
  return new Promise((resolve, reject) => {
    const request = http.request({ host: '127.0.0.1', port, path, method, agent: false }, (response) => {
      let body = '';
      response.setEncoding('utf8').on('data', (text: string) => (body += text));
      response.once('end', () => resolve({ status: response.statusCode ?? 0, body }));
    });
    request.once('error', reject).end();
  });
}

test('packages of the mirror pass, with what the mirror says', async () => {
  await using mirror = await startMirror();
  await using proxy = await startAptProxy({ host: '127.0.0.1', mirror: { archive: `${mirror.url}/debian` } });
  expect(await ask(proxy.port, `${mirror.url}/debian/a.deb`)).toEqual({
    status: 200,
    body: 'package /debian/a.deb',
  });
  expect(await ask(proxy.port, `${mirror.url}/debian/gone`)).toMatchObject({ status: 404 });
});

test('every other place and every write is refused', async () => {
  await using mirror = await startMirror();
  await using other = await startMirror();
  await using proxy = await startAptProxy({ host: '127.0.0.1', mirror: { archive: mirror.url } });
  expect(await ask(proxy.port, `${other.url}/debian/a.deb`)).toMatchObject({ status: 403 });
  expect(await ask(proxy.port, '/debian/a.deb')).toMatchObject({ status: 403 });
  expect(await ask(proxy.port, `${mirror.url}/debian/a.deb`, 'POST')).toMatchObject({ status: 403 });
});

test('a tunnel leads to an allowed mirror only', async () => {
  await using mirror = await startMirror();
  const { host } = new URL(mirror.url);
  await using proxy = await startAptProxy({
    host: '127.0.0.1',
    mirror: { archive: `https://${host}/debian` },
  });
  const connect = async (target: string): Promise<string> => {
    const socket = net.connect(proxy.port, '127.0.0.1');
    socket.write(`CONNECT ${target} HTTP/1.1\r\nHost: ${target}\r\n\r\n`);
    const [data] = (await once(socket, 'data')) as [Buffer];
    socket.destroy();
    return data.toString().split('\r\n')[0]!;
  };
  expect(await connect(host)).toBe('HTTP/1.1 200 Connection established');
  expect(await connect('127.0.0.1:1')).toBe('HTTP/1.1 403 Forbidden');
});

test('a mirror that is away is a bad gateway', async () => {
  const mirror = await startMirror();
  await using proxy = await startAptProxy({ host: '127.0.0.1', mirror: { archive: mirror.url } });
  await mirror[Symbol.asyncDispose]();
  expect(await ask(proxy.port, `${mirror.url}/a.deb`)).toMatchObject({ status: 502 });
});
