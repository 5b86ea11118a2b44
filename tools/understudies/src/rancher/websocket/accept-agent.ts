import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';

import { Type } from 'typebox';
import { Check } from 'typebox/value';
import type { WebSocketServer } from 'ws';

import { observeCluster } from '../clusters/observe-cluster.ts';
import type { AgentParameters } from '../clusters/sessions.ts';
import { ApiError } from '../http/api-error.ts';
import { header } from '../http/header.ts';
import type { ListenerParts } from '../http/listener-parts.ts';
import { clusterOfToken } from '../import/registration-tokens.ts';

/** facts/k3s-rancher.md §3, row "Wait". */
const observeEveryMs = 15_000;

const parametersSchema = Type.Object({
  cluster: Type.Object({
    address: Type.String({ minLength: 1 }),
    token: Type.String({ minLength: 1 }),
    caCert: Type.String({ minLength: 1 }),
  }),
});

/**
 * Takes in an agent: its token says which cluster it is of, its parameters how the cluster's API is reached through it.
 * rancher/rancher pkg/tunnelserver/mcmauthorizer/tunnel.go.
 */
export function acceptAgent(
  parts: ListenerParts,
  webSockets: WebSocketServer,
  request: IncomingMessage,
  socket: Duplex,
  head: Buffer,
): void {
  const { rancher } = parts;
  const cluster = clusterOfToken(rancher, header(request, 'x-api-tunnel-token') ?? '');
  // Assumption: an agent with an unknown token is refused with 401, one with unreadable parameters with 400.
  if (cluster === undefined) throw new ApiError('Unauthorized', 'cluster not found');
  const parameters = readParameters(header(request, 'x-api-tunnel-params') ?? '');
  webSockets.handleUpgrade(request, socket, head, (webSocket) => {
    webSocket.on('error', () => undefined);
    rancher.sessions.add(cluster.id, webSocket, parameters);
    const look = (): void => {
      void observe(parts, cluster.id).catch((error: unknown) =>
        process.emitWarning(`Cluster ${cluster.id} was not observed: ${String(error)}`),
      );
    };
    look();
    const timer = setInterval(look, observeEveryMs);
    webSocket.once('close', () => clearInterval(timer));
  });
}

async function observe({ rancher, store }: ListenerParts, clusterId: string): Promise<void> {
  rancher.state = (await store.loadNewer()) ?? rancher.state;
  await observeCluster(rancher, clusterId);
  await store.save(rancher.state);
}

function readParameters(text: string): AgentParameters {
  let given: unknown;
  try {
    given = JSON.parse(Buffer.from(text, 'base64').toString());
  } catch (cause) {
    throw new ApiError('InvalidBodyContent', 'X-API-Tunnel-Params is no JSON in base64', { cause });
  }
  if (!Check(parametersSchema, given))
    throw new ApiError(
      'InvalidBodyContent',
      'X-API-Tunnel-Params lacks the cluster’s address, token or caCert',
    );
  return given.cluster;
}
