import type { Duplex } from 'node:stream';
import { connect, type TLSSocket } from 'node:tls';

/**
 * TLS over a connection of a tunnel.
 *
 * @param options - `host` is the name that the certificate is to have, `ca` PEM
 */
export function secureConnection(connection: Duplex, options: { host: string; ca: string }): TLSSocket {
  const secured = connect({ ...options, socket: connection });
  // Node takes this over from the connection, which is half open until its user has read all (see Tunnel).
  secured.allowHalfOpen = false;
  return secured;
}
