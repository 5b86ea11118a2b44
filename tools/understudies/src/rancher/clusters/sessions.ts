import type { WebSocket } from 'ws';

import type { ApiServer } from '../../kubernetes/api-server.ts';
import { secureConnection } from '../../tunnel/secure-connection.ts';
import { Tunnel } from '../../tunnel/tunnel.ts';

/** What an agent says of its cluster in `X-API-Tunnel-Params`. */
export interface AgentParameters {
  /** Of the Kubernetes API as the agent reaches it: `10.43.0.1:443`. */
  address: string;
  /** Of the agent's ServiceAccount. */
  token: string;
  /** PEM in base64. */
  caCert: string;
}

interface Session {
  socket: WebSocket;
  api: ApiServer;
}

/** The agents that are connected, by cluster. */
export class Sessions {
  readonly #sessions = new Map<string, Session>();

  /** A newer connection of a cluster takes the place of the older one. */
  add(clusterId: string, socket: WebSocket, parameters: AgentParameters): void {
    this.#sessions.get(clusterId)?.socket.close();
    const session = { socket, api: apiOverTunnel(new Tunnel(socket), parameters) };
    this.#sessions.set(clusterId, session);
    socket.once('close', () => {
      if (this.#sessions.get(clusterId) === session) this.#sessions.delete(clusterId);
    });
  }

  has(clusterId: string): boolean {
    return this.#sessions.has(clusterId);
  }

  /** The cluster's API through the agent's tunnel; undefined while no agent is connected. */
  apiOf(clusterId: string): ApiServer | undefined {
    return this.#sessions.get(clusterId)?.api;
  }

  close(clusterId: string): void {
    this.#sessions.get(clusterId)?.socket.close();
    this.#sessions.delete(clusterId);
  }

  closeAll(): void {
    for (const { socket } of this.#sessions.values()) socket.terminate();
    this.#sessions.clear();
  }
}

function apiOverTunnel(tunnel: Tunnel, { address, token, caCert }: AgentParameters): ApiServer {
  const { hostname, port } = new URL(`https://${address}`);
  const caCertificate = Buffer.from(caCert, 'base64').toString();
  const host = hostname.replace(/^\[|\]$/g, '');
  return {
    host,
    port: Number(port === '' ? 443 : port),
    caCertificate,
    token: async () => token,
    createConnection: () => secureConnection(tunnel.open(address), { host, ca: caCertificate }),
  };
}
