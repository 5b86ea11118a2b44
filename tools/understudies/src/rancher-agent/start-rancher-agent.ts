import { connect } from 'node:net';
import type { Duplex } from 'node:stream';
import { setTimeout } from 'node:timers/promises';

import { WebSocket } from 'ws';

import { Tunnel } from '../tunnel/tunnel.ts';
import { prepareTrust, type TrustOptions } from './prepare-trust.ts';

export interface RancherAgentOptions extends TrustOptions {
  /** The registration token. */
  token: string;
  /** The cluster's API as the agent reaches it, and the account that Rancher is to use there. */
  cluster: {
    /** `10.43.0.1:443` */
    address: string;
    token: string;
    /** PEM. */
    caCertificate: string;
  };
  /** How long it waits before it connects again. @default 5000 */
  reconnectAfterMs?: number;
  onLog?: (line: string) => void;
}

/** A cluster agent that stays connected until it is disposed of. */
export interface RunningRancherAgent extends AsyncDisposable {
  /** The first connection; rejected when Rancher refuses it. */
  connected: Promise<void>;
}

/**
 * Starts an understudy of Rancher's cluster agent: it opens the tunnel through which Rancher reaches the cluster's API.
 *
 * @throws AgentError when the server cannot be reached or is not trusted, in the words of the real agent
 */
export async function startRancherAgent(options: RancherAgentOptions): Promise<RunningRancherAgent> {
  const log = options.onLog ?? (() => undefined);
  const ca = await prepareTrust(options);
  const { address, token, caCertificate } = options.cluster;
  const parameters = { cluster: { address, token, caCert: Buffer.from(caCertificate).toString('base64') } };
  const headers = {
    'X-API-Tunnel-Token': options.token,
    'X-API-Tunnel-Params': Buffer.from(JSON.stringify(parameters)).toString('base64'),
  };
  const { host } = new URL(options.server);
  const ending = new AbortController();
  let path = '/v3/connect/register';
  let socket: WebSocket | undefined;

  const connectOnce = async (): Promise<void> => {
    log(`Connecting to wss://${host}${path} with token starting with ${options.token.slice(0, 4)}`);
    const opening = new WebSocket(`wss://${host}${path}`, { headers, ca, handshakeTimeout: 10_000 });
    socket = opening;
    await new Promise<void>((resolve, reject) => {
      opening.once('open', resolve);
      opening.once('error', reject);
    });
    opening.on('error', () => undefined);
    path = '/v3/connect';
    new Tunnel(opening, dial);
    log('Connected to proxy');
  };
  const stayConnected = async (): Promise<void> => {
    for (;;) {
      const open = socket;
      if (open?.readyState === WebSocket.OPEN)
        await new Promise((resolve) => {
          open.once('close', resolve);
        });
      await setTimeout(options.reconnectAfterMs ?? 5000, undefined, { signal: ending.signal });
      await connectOnce().catch((error: unknown) => log(`Failed to connect to proxy: ${String(error)}`));
    }
  };
  const connected = connectOnce();
  const running = connected
    .catch((error: unknown) => log(`Failed to connect to proxy: ${String(error)}`))
    .then(stayConnected)
    // Ended by its signal.
    .catch(() => undefined);
  return {
    connected,
    [Symbol.asyncDispose]: async () => {
      ending.abort();
      socket?.terminate();
      await running;
    },
  };
}

/** Rancher may have any TCP address dialled, and nothing else here. */
const dial = (protocol: string, address: string): Duplex | undefined => {
  if (protocol !== 'tcp') return undefined;
  const { hostname, port } = new URL(`tcp://${address}`);
  return connect({ host: hostname.replace(/^\[|\]$/g, ''), port: Number(port) });
};
