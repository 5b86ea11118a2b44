import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { request, type RequestOptions } from 'node:https';
import type { Duplex } from 'node:stream';
import { pipeline } from 'node:stream/promises';

import { wayTo, type ApiServer } from '../../kubernetes/api-server.ts';
import { ApiError } from '../http/api-error.ts';
import type { Answer } from '../http/route.ts';
import type { Rancher } from '../rancher.ts';
import { localClusterId } from './local-cluster.ts';

export interface ProxyTarget {
  clusterId: string;
  /** Of the cluster's own API, with its slash. */
  path: string;
}

/** What of a cluster's own API a path under `/k8s/clusters/` means. */
export function matchProxyPath(path: string): ProxyTarget | undefined {
  const [, clusterId, rest] = /^\/k8s\/clusters\/([^/]+)(\/.*)$/.exec(path) ?? [];
  if (clusterId === undefined || rest === undefined || rest.startsWith('/v1/')) return undefined;
  return { clusterId, path: rest };
}

/** @throws ApiError when there is no such cluster, or no agent is connected */
export function apiOfCluster(rancher: Rancher, clusterId: string): ApiServer {
  if (clusterId === localClusterId && rancher.localCluster !== undefined) return rancher.localCluster;
  // Assumption: a cluster that there is not answers 404 under /k8s/clusters.
  if (!rancher.state.clusters.some(({ id }) => id === clusterId))
    throw new ApiError('NotFound', `clusters.management.cattle.io "${clusterId}" not found`);
  const api = rancher.sessions.apiOf(clusterId);
  // Assumption: a cluster whose agent is away answers 503 ClusterUnavailable.
  if (api === undefined)
    throw new ApiError('ClusterUnavailable', `cluster agent of ${clusterId} is not connected`);
  return api;
}

/** Headers that belong to one connection, or that say who asks. */
const notPassedOn = new Set([
  'authorization',
  'connection',
  'cookie',
  'host',
  'keep-alive',
  'proxy-connection',
  'transfer-encoding',
  'upgrade',
]);

async function requestOptions(
  api: ApiServer,
  path: string,
  from: IncomingMessage,
  extra: Record<string, string>,
): Promise<RequestOptions> {
  const headers = Object.fromEntries(Object.entries(from.headers).filter(([name]) => !notPassedOn.has(name)));
  return {
    host: api.host,
    port: api.port,
    ca: api.caCertificate,
    method: from.method,
    path,
    // Assumption: the cluster sees the agent's own account; the real one also impersonates the user who asks.
    headers: { ...headers, ...extra, authorization: `Bearer ${await api.token()}` },
    ...wayTo(api),
  };
}

/**
 * Hands a request to the cluster's own API, through the agent's tunnel, and its answer back.
 * facts/k3s-rancher.md §3: `/k8s/clusters/<id>`.
 */
export async function proxyRequest(
  rancher: Rancher,
  target: ProxyTarget,
  search: string,
  from: IncomingMessage,
): Promise<Answer> {
  const api = apiOfCluster(rancher, target.clusterId);
  const path = search === '' ? target.path : `${target.path}?${search}`;
  const sent = request(await requestOptions(api, path, from, {}));
  try {
    const [[reply]] = await Promise.all([
      once(sent, 'response') as Promise<[IncomingMessage]>,
      pipeline(from, sent),
    ]);
    const headers = Object.fromEntries(
      Object.entries(reply.headers).filter(([name, value]) => value !== undefined && !notPassedOn.has(name)),
    ) as Record<string, string | string[]>;
    return { status: reply.statusCode ?? 502, headers, body: reply };
  } catch (cause) {
    throw new ApiError('ClusterUnavailable', `cluster ${target.clusterId} does not answer`, { cause });
  }
}

/** The same for a request that upgrades its connection: exec, attach, port-forward. */
export async function proxyUpgrade(
  rancher: Rancher,
  target: ProxyTarget,
  search: string,
  from: IncomingMessage,
  { socket, head }: { socket: Duplex; head: Buffer },
): Promise<void> {
  const api = apiOfCluster(rancher, target.clusterId);
  const path = search === '' ? target.path : `${target.path}?${search}`;
  const upgrade = { connection: 'Upgrade', upgrade: from.headers.upgrade ?? '' };
  const sent = request(await requestOptions(api, path, from, upgrade));
  socket.once('close', () => sent.destroy());
  sent.once('response', (reply) => {
    // The cluster refuses to upgrade; its words are the answer.
    socket.write(
      `HTTP/1.1 ${reply.statusCode ?? 502} ${reply.statusMessage ?? ''}\r\nconnection: close\r\n\r\n`,
    );
    reply.pipe(socket);
  });
  sent.once('upgrade', (reply, upstream, first) => {
    const lines = ['HTTP/1.1 101 Switching Protocols'];
    for (let index = 0; index < reply.rawHeaders.length; index += 2)
      lines.push(`${reply.rawHeaders[index] ?? ''}: ${reply.rawHeaders[index + 1] ?? ''}`);
    socket.write(`${lines.join('\r\n')}\r\n\r\n`);
    socket.write(first);
    // What the client sent without waiting for the answer.
    upstream.write(head);
    // More than one may come of a tunnel that breaks under TLS; none must end the process.
    upstream.on('error', () => socket.destroy());
    // Without an end there is none to hand on.
    upstream.once('close', () => {
      if (!upstream.readableEnded) socket.destroy();
    });
    socket.once('close', () => upstream.destroy());
    socket.pipe(upstream).pipe(socket);
  });
  sent.on('error', () => socket.destroy());
  sent.end();
}
