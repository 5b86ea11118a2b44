import { STATUS_CODES, type IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { setTimeout } from 'node:timers/promises';

import { WebSocketServer } from 'ws';

import { matchProxyPath, proxyUpgrade } from '../clusters/proxy-request.ts';
import { faultError } from '../faults/fault-error.ts';
import { ApiError, errorBody } from '../http/api-error.ts';
import { checkForwardedProto } from '../http/check-forwarded-proto.ts';
import { header } from '../http/header.ts';
import type { ListenerParts } from '../http/listener-parts.ts';
import { findCaller } from '../tokens/find-caller.ts';
import { acceptAgent } from './accept-agent.ts';
import { subscribe } from './subscribe.ts';

/** Requests that upgrade their connection: subscriptions, agents, and what a cluster's own API upgrades. */
export function buildUpgradeListener(
  parts: ListenerParts,
): (request: IncomingMessage, socket: Duplex, head: Buffer) => void {
  const webSockets = new WebSocketServer({ noServer: true });
  return (request, socket, head) => {
    // A client that goes away is its own affair.
    socket.on('error', () => undefined);
    void upgrade(parts, webSockets, request, socket, head).catch((error: unknown) => {
      const refusal =
        error instanceof ApiError
          ? { status: error.status, body: JSON.stringify(errorBody(error)) }
          : { status: 500, body: `The understudy itself failed: ${String(error)}` };
      refuse(socket, refusal);
    });
  };
}

async function upgrade(
  parts: ListenerParts,
  webSockets: WebSocketServer,
  request: IncomingMessage,
  socket: Duplex,
  head: Buffer,
): Promise<void> {
  const { rancher } = parts;
  const [method, url] = [request.method ?? '', request.url ?? '/'];
  const entry = parts.journal.add(method, url);
  const fault = parts.faults.meet(method, entry.path);
  if (fault !== undefined) {
    entry.fault = fault.kind;
    if (fault.kind === 'reply_lost') {
      socket.destroy();
      return;
    }
    if (fault.kind === 'slow') await setTimeout(fault.delayMs ?? 2000);
    const refusal = faultError(fault);
    if (refusal !== undefined) throw refusal;
  }
  const refusal = checkForwardedProto({
    method,
    url,
    host: request.headers.host ?? '',
    forwardedProto: parts.isTls ? 'https' : header(request, 'x-forwarded-proto'),
  });
  if (refusal !== undefined) {
    refuse(socket, refusal);
    return;
  }
  rancher.state = (await parts.store.loadNewer()) ?? rancher.state;
  entry.status = 101;
  if (entry.path === '/v3/connect' || entry.path === '/v3/connect/register') {
    acceptAgent(parts, webSockets, request, socket, head);
    return;
  }
  if (findCaller(rancher, request.headers) === undefined)
    throw new ApiError('Unauthorized', 'must authenticate');
  const proxied = matchProxyPath(entry.path);
  if (proxied !== undefined)
    await proxyUpgrade(rancher, proxied, entry.query.slice(1), request, { socket, head });
  else if (entry.path === '/v3/subscribe')
    webSockets.handleUpgrade(request, socket, head, (webSocket) => subscribe(webSocket));
  else throw new ApiError('NotFound', `${entry.path} is no websocket`);
}

function refuse(
  socket: Duplex,
  {
    status,
    headers = {},
    body = '',
  }: { status: number; headers?: Record<string, string | string[]>; body?: unknown },
): void {
  const text = typeof body === 'string' ? body : '';
  const lines = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`,
    ...Object.entries(headers).map(([name, value]) => `${name}: ${String(value)}`),
    'connection: close',
    `content-length: ${Buffer.byteLength(text)}`,
  ];
  socket.end(`${lines.join('\r\n')}\r\n\r\n${text}`);
}
