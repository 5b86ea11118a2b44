import { once } from 'node:events';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { WebSocketServer, type WebSocket } from 'ws';
import type { TestCertificate } from './make-certificate.ts';

/** The API of a cluster, as far as logs and exec of one pod go. */
export interface ExecServer extends AsyncDisposable {
  /** `127.0.0.1:…` */
  address: string;
  /** Paths and queries that were asked for. */
  requests: string[];
}

/** What runs in the pod; gets all of its input at once, if it has some. */
export type Program = (
  command: string[],
  stdin: string | undefined,
) => { stdout?: string; stderr?: string; exitCode: number } | { failure: string } | 'hangs' | 'breaks';

/**
 * Speaks what Kubernetes does over a websocket for exec, in version 5, and refuses all else: facts k3s-rancher.md §3 has the
 * path under Rancher; channels and the end of a stream are those of apimachinery's `pkg/util/remotecommand` and KEP 4006.
 */
export async function startExecServer(tls: TestCertificate, run: Program): Promise<ExecServer> {
  const requests: string[] = [];
  const server = createServer({ cert: tls.certificate, key: tls.privateKey }, (request, response) => {
    const url = new URL(request.url ?? '', 'https://api');
    requests.push(request.url ?? '');
    const [, pod] = /^\/api\/v1\/namespaces\/site\/pods\/([^/]+)\/log$/.exec(url.pathname) ?? [];
    if (pod === undefined) response.setHeader('content-type', 'application/json').end('{"items":[]}');
    else if (pod === 'web-0') response.setHeader('content-type', 'text/plain').end('first\nlast\n');
    else
      response
        .writeHead(404, { 'content-type': 'application/json' })
        .end(`{"kind":"Status","status":"Failure","message":"pods \\"${pod}\\" not found","code":404}`);
  });
  const sockets = new WebSocketServer({
    server,
    handleProtocols: (offered) => (offered.has('v5.channel.k8s.io') ? 'v5.channel.k8s.io' : false),
  });
  sockets.on('connection', (socket, request) => {
    requests.push(request.url ?? '');
    const query = new URL(request.url ?? '', 'https://api').searchParams;
    serve(socket, query, run);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets.clients) socket.terminate();
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

function serve(socket: WebSocket, query: URLSearchParams, run: Program): void {
  const command = query.getAll('command');
  const send = (channel: number, text: string): void =>
    socket.send(Buffer.from([channel, ...Buffer.from(text)]));
  const finish = (stdin: string | undefined): void => {
    const result = run(command, stdin);
    if (result === 'hangs') return;
    if (result === 'breaks') {
      socket.terminate();
      return;
    }
    if ('failure' in result) {
      send(3, JSON.stringify({ status: 'Failure', reason: 'InternalError', message: result.failure }));
      socket.close();
      return;
    }
    // In pieces, as they come.
    for (const piece of result.stdout?.match(/[^]{1,4}/g) ?? []) send(1, piece);
    send(2, result.stderr ?? '');
    const { exitCode } = result;
    const details = { causes: [{ reason: 'ExitCode', message: String(exitCode) }] };
    const failed = {
      status: 'Failure',
      reason: 'NonZeroExitCode',
      message: `exit code ${exitCode}`,
      details,
    };
    send(3, JSON.stringify(exitCode === 0 ? { status: 'Success' } : failed));
    socket.close();
  };
  if (query.get('stdin') !== 'true') {
    finish(undefined);
    return;
  }
  let heard = '';
  socket.on('message', (data: Buffer) => {
    if (data[0] === 0) heard += data.subarray(1).toString();
    else if (data[0] === 255 && data[1] === 0) finish(heard);
    else socket.close(1002);
  });
}
