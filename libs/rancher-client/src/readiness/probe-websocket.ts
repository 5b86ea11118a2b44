import { createHash } from 'node:crypto';
import type { CallOptions } from '../client/client-options.ts';
import type { RancherClient } from '../client/rancher-client.ts';

/** What became of the upgrade. */
export interface WebsocketProbe {
  /** 101 for an upgrade; 401 without a token that is good, 400 or 200 when a proxy keeps the upgrade to itself. */
  status: number;
  /** Whether it was a websocket server that answered: 101, with the proof RFC 6455 §4.2.2 asks for. */
  isUpgraded: boolean;
}

/**
 * Asks for a websocket and closes it at once: whether every hop before Rancher lets the upgrade through, which the UI, the
 * logs of pods and the agents of clusters need. Uses connections of its own, never the client's `fetch`.
 *
 * @param options `path` is `['v3', 'subscribe']` by default, which needs a token
 * @throws RancherUnreachableError, CertificateNotTrustedError
 */
export async function probeWebsocket(
  rancher: RancherClient,
  { path = ['v3', 'subscribe'], signal }: CallOptions & { path?: readonly string[] } = {},
): Promise<WebsocketProbe> {
  const task = 'open a websocket to Rancher';
  const { status, accept, key } = await rancher.upgrade({ task, path, signal });
  const proof = createHash('sha1').update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64');
  return { status, isUpgraded: status === 101 && accept === proof };
}
