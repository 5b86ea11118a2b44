import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';

export interface HttpServer extends AsyncDisposable {
  readonly url: string;
}

/** Serves a function from `Request` to `Response` on a free port of the loopback interface. */
export async function serveHttp(
  handle: (request: Request) => Promise<Response> | Response,
): Promise<HttpServer> {
  const server = createServer((incoming, outgoing) => {
    const headers = new Headers();
    for (let i = 0; i < incoming.rawHeaders.length; i += 2)
      headers.append(incoming.rawHeaders[i] ?? '', incoming.rawHeaders[i + 1] ?? '');
    const method = incoming.method ?? 'GET';
    const hasBody = method !== 'GET' && method !== 'HEAD';
    const body = hasBody ? (Readable.toWeb(incoming) as ReadableStream<Uint8Array>) : null;
    const url = `http://${incoming.headers.host ?? '127.0.0.1'}${incoming.url ?? '/'}`;
    const request = new Request(url, { method, headers, body, ...(body ? { duplex: 'half' } : {}) });
    void respond(request).catch((error: unknown) => outgoing.destroy(error as Error));

    async function respond(one: Request): Promise<void> {
      const response = await handle(one);
      outgoing.writeHead(response.status, [...response.headers].flat());
      for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) outgoing.write(chunk);
      outgoing.end();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
