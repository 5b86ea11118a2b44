import { once } from 'node:events';
import http from 'node:http';
import net from 'node:net';
import type { DebianMirror } from './apt-sources.ts';
import { allowedOrigins, originOf } from './apt-sources.ts';

/**
 * The one way out of a stage: a forward proxy (RFC 9110 section 3.7) that fetches from this host's Debian
 * mirrors and refuses everything else.
 */
export async function startAptProxy(options: {
  host: string;
  mirror: DebianMirror;
}): Promise<AsyncDisposable & { port: number }> {
  const allowed = allowedOrigins(options.mirror);
  const upstream = options.mirror.proxy === undefined ? undefined : new URL(options.mirror.proxy);
  const agent = new http.Agent({ keepAlive: true });

  const server = http.createServer((request, response) => {
    const url = parseUrl(request.url);
    if (!url || url.protocol !== 'http:' || !allowed.has(originOf(url)) || !isRead(request.method)) {
      refuse(request, response);
      return;
    }
    const forwarded = http.request(
      {
        agent,
        method: request.method,
        host: (upstream ?? url).hostname,
        port: (upstream ?? url).port || 80,
        path: upstream ? url.href : url.pathname + url.search,
        headers: { ...request.headers, host: url.host },
      },
      (reply) => {
        response.writeHead(reply.statusCode ?? 502, reply.headers);
        reply.pipe(response);
        reply.once('error', () => response.destroy());
      },
    );
    forwarded.once('error', (error) => {
      if (response.headersSent) response.destroy();
      else response.writeHead(502, { 'content-type': 'text/plain' }).end(`${error.message}\n`);
    });
    response.once('close', () => forwarded.destroy());
    forwarded.end();
  });

  server.on('connect', (request: http.IncomingMessage, client: net.Socket) => {
    client.on('error', () => client.destroy());
    const url = parseUrl(`https://${request.url ?? ''}`);
    if (!url || !allowed.has(originOf(url))) {
      client.end('HTTP/1.1 403 Forbidden\r\n\r\n');
      return;
    }
    const target = upstream ?? url;
    const remote = net.connect(Number(target.port || (upstream ? 80 : 443)), target.hostname);
    remote.once('connect', () => {
      if (upstream) remote.write(`CONNECT ${url.hostname}:${url.port || 443} HTTP/1.1\r\n\r\n`);
      else client.write('HTTP/1.1 200 Connection established\r\n\r\n');
      client.pipe(remote).pipe(client);
    });
    remote.once('error', () => client.destroy());
    client.once('close', () => remote.destroy());
  });

  const connections = new Set<net.Socket>();
  server.on('connection', (socket) => {
    connections.add(socket);
    socket.once('close', () => connections.delete(socket));
  });
  server.listen(0, options.host);
  await once(server, 'listening');
  return {
    port: (server.address() as net.AddressInfo).port,
    async [Symbol.asyncDispose](): Promise<void> {
      agent.destroy();
      server.close();
      for (const socket of connections) socket.destroy();
      await once(server, 'close');
    },
  };
}

function refuse(request: http.IncomingMessage, response: http.ServerResponse): void {
  response
    .writeHead(403, { 'content-type': 'text/plain' })
    .end(`The stage lets nothing out but Debian packages: ${request.method ?? ''} ${request.url ?? ''}\n`);
}

function isRead(method: string | undefined): boolean {
  return method === 'GET' || method === 'HEAD';
}

function parseUrl(text: string | undefined): URL | undefined {
  return text !== undefined && URL.canParse(text) ? new URL(text) : undefined;
}
