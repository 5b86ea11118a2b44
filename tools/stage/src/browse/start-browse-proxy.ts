import { once } from 'node:events';
import { existsSync } from 'node:fs';
import http from 'node:http';
import net from 'node:net';
import { pipeline } from 'node:stream/promises';
import { StageNotFoundError } from '../errors.ts';
import { authorityFile, type StageDescription } from '../stage/description.ts';
import { createTargetFinder, type Target } from './resolve-target.ts';

/** A way for a browser or curl on this host into a stage. */
export interface BrowseProxy extends AsyncDisposable {
  /** `http://127.0.0.1:…` */
  proxyUrl: string;
  /** PEM: whom to trust for the certificates of the stage. */
  authorityFile: string;
}

type FindTarget = (host: string) => Promise<Target>;

/**
 * A forward proxy (RFC 9110 sections 7.6 and 9.3.6) on loopback that knows the names of a stage and leads to it alone.
 * It comes from the host: the security groups of the machines see it as they see anybody.
 *
 * @throws StageNotFoundError when the stage is not up
 * @example
 * await using proxy = await startBrowseProxy(stage);
 * // curl --proxy ${proxy.proxyUrl} --cacert ${proxy.authorityFile} https://…
 */
export async function startBrowseProxy(
  stage: Pick<StageDescription, 'name' | 'resolver' | 'addressRange'>,
): Promise<BrowseProxy> {
  const file = authorityFile(stage.name);
  if (!existsSync(file)) throw new StageNotFoundError(`the stage '${stage.name}' is not up`);
  const find = createTargetFinder({ resolver: stage.resolver, range: stage.addressRange });
  const sockets = new Set<net.Socket>();
  const server = http.createServer((request, response) => {
    forward(request, response, find).catch(() => response.destroy());
  });
  server.on('connect', (request: http.IncomingMessage, client: net.Socket, head: Buffer) => {
    client.on('error', () => client.destroy());
    tunnel(request, client, head, find, sockets).catch(() => client.destroy());
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as net.AddressInfo;
  return {
    proxyUrl: `http://127.0.0.1:${port}`,
    authorityFile: file,
    async [Symbol.asyncDispose](): Promise<void> {
      server.close();
      for (const socket of sockets) socket.destroy();
      await once(server, 'close');
    },
  };
}

async function forward(
  request: http.IncomingMessage,
  response: http.ServerResponse,
  find: FindTarget,
): Promise<void> {
  const refuse = (status: number, reason: string): void => {
    response.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8' }).end(`${reason}\n`);
  };
  const url = URL.canParse(request.url ?? '') ? new URL(request.url ?? '') : undefined;
  if (url?.protocol !== 'http:') {
    refuse(400, 'This is a proxy into a stage; ask it for a whole http:// address.');
    return;
  }
  const target = await find(url.hostname);
  if ('status' in target) {
    refuse(target.status, target.reason);
    return;
  }
  const headers: http.OutgoingHttpHeaders = { ...request.headers, host: url.host };
  // They are about the way to us, and a proxy passes them on to nobody.
  for (const own of ['connection', 'proxy-connection', 'proxy-authorization', 'keep-alive'])
    Reflect.deleteProperty(headers, own);
  const onward = http.request({
    ...{ host: target.address, port: url.port || 80, path: url.pathname + url.search },
    ...{ method: request.method, headers },
  });
  response.once('close', () => onward.destroy());
  const [reply] = await Promise.all([
    once(onward, 'response').then(([message]) => message as http.IncomingMessage),
    pipeline(request, onward),
  ]).catch((error: unknown): [undefined] => {
    refuse(502, `${url.host} does not answer: ${error instanceof Error ? error.message : String(error)}`);
    return [undefined];
  });
  if (reply === undefined) return;
  response.writeHead(reply.statusCode ?? 502, reply.headers);
  await pipeline(reply, response);
}

async function tunnel(
  request: http.IncomingMessage,
  client: net.Socket,
  head: Buffer,
  find: FindTarget,
  sockets: Set<net.Socket>,
): Promise<void> {
  const refuse = (status: string, reason: string): void => {
    client.end(`HTTP/1.1 ${status}\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n${reason}\n`);
  };
  const wanted = `http://${request.url ?? ''}`;
  if (!URL.canParse(wanted)) {
    refuse('400 Bad Request', 'CONNECT takes a host and a port.');
    return;
  }
  const { hostname, port } = new URL(wanted);
  const target = await find(hostname);
  if ('status' in target) {
    refuse(`${target.status} ${http.STATUS_CODES[target.status] ?? ''}`, target.reason);
    return;
  }
  const remote = net.connect(Number(port || 80), target.address);
  sockets.add(remote);
  remote.once('close', () => {
    sockets.delete(remote);
    client.destroy();
  });
  client.once('close', () => remote.destroy());
  try {
    await once(remote, 'connect');
  } catch (error) {
    refuse('502 Bad Gateway', `${hostname} does not answer: ${String(error)}`);
    return;
  }
  remote.on('error', () => remote.destroy());
  client.write('HTTP/1.1 200 Connection established\r\n\r\n');
  remote.write(head);
  client.pipe(remote).pipe(client);
}
