import { NodeSSH } from 'node-ssh';
import type { Client } from 'ssh2';
import { ConnectFailedError, HostKeyMismatchError, LoginRefusedError } from '../errors.ts';
import { createHostConnection, type HostConnection } from './host-connection.ts';
import { allHostKeyAlgorithms, fingerprint, hostKeyAlgorithms, parseHostKey } from './host-key.ts';
import { guardLink } from './host-link.ts';

export interface ConnectOptions {
  host: string;
  /** @default 22 */
  port?: number;
  /** Resources need root. @default 'root' */
  username?: string;
  /** In OpenSSH or PEM format, without passphrase. */
  privateKey: string;
  /** The host's public key, as in its `.pub` file: `ssh-ed25519 AAAA…`. Never learned, always known beforehand. */
  hostKey: string;
  /** Aborts the attempt to connect; to end an open connection, close it. */
  signal?: AbortSignal;
  /** Time to reach the host and log in, in milliseconds. @default 20000 */
  timeoutMs?: number;
  /** A silent host is asked for a sign of life this often, in milliseconds; three misses end the link. @default 5000 */
  keepaliveIntervalMs?: number;
}

/**
 * Opens one SSH connection to a host whose key is known.
 *
 * @throws HostKeyMismatchError when the host shows another key; nothing has been sent to it then.
 * @throws ConnectFailedError when it cannot be reached. @throws LoginRefusedError when it refuses user or key.
 *
 * @example
 * await using connection = await connectHost({ host: '198.18.0.10', privateKey, hostKey: 'ssh-ed25519 AAAA…' });
 * const { stdout } = await connection.run('uname -r');
 */
export async function connectHost(options: ConnectOptions): Promise<HostConnection> {
  const { host, port = 22, timeoutMs = 20_000, signal } = options;
  const pinned = parseHostKey(options.hostKey);
  const expected = fingerprint(pinned.blob);
  signal?.throwIfAborted();

  const opener = new NodeSSH();
  let presented: Buffer | undefined;
  const ready = opener.connect({
    host,
    port,
    username: options.username ?? 'root',
    privateKey: options.privateKey,
    readyTimeout: timeoutMs,
    keepaliveInterval: options.keepaliveIntervalMs ?? 5000,
    keepaliveCountMax: 3,
    // Only the key: asking first whether no proof at all will do costs a round trip and the host's penalty for it.
    authHandler: ['publickey'],
    algorithms: { serverHostKey: hostKeyAlgorithms(pinned) },
    hostVerifier: (key: Buffer) => {
      presented = key;
      return key.equals(pinned.blob);
    },
  });
  // node-ssh sets the client before its first await: from here on our own listeners stay for good.
  const client = opener.connection;
  if (!client) return await ready.then(() => Promise.reject(new ConnectFailedError(`no client for ${host}`)));
  // Nagle's algorithm and delayed acknowledgements cost some 40 ms for every small packet, of which the handshake has
  // several and a command at least two.
  client.setNoDelay(true);
  const link = guardLink(host, client);
  const abort = (): void => void client.destroy();
  signal?.addEventListener('abort', abort, { once: true });
  try {
    await ready;
    signal?.throwIfAborted();
    return createHostConnection(link);
  } catch (error) {
    client.destroy();
    signal?.throwIfAborted();
    if (isHostKeyFormatError(error)) presented = await askForHostKey(options, port, timeoutMs);
    if (presented && !presented.equals(pinned.blob))
      throw new HostKeyMismatchError(host, expected, fingerprint(presented), { cause: error });
    throw explain(error, `${options.username ?? 'root'}@${host}:${port}`);
  } finally {
    signal?.removeEventListener('abort', abort);
  }
}

/** The host has no key of the pinned type at all. */
function isHostKeyFormatError(error: unknown): boolean {
  return error instanceof Error && error.message.includes('no matching host key format');
}

function explain(error: unknown, target: string): Error {
  const reason = error instanceof Error ? error.message : String(error);
  const level = error instanceof Error && 'level' in error ? error.level : undefined;
  if (level === 'client-authentication')
    return new LoginRefusedError(`${target} refused the login: check user and key`, { cause: error });
  return new ConnectFailedError(`could not connect to ${target}: ${reason}`, { cause: error });
}

/** Connects just far enough to see which key the host has, and hangs up before logging in. */
async function askForHostKey(
  options: ConnectOptions,
  port: number,
  timeoutMs: number,
): Promise<Buffer | undefined> {
  const opener = new NodeSSH();
  let presented: Buffer | undefined;
  const refused = opener.connect({
    host: options.host,
    port,
    username: 'nobody',
    readyTimeout: timeoutMs,
    algorithms: { serverHostKey: allHostKeyAlgorithms },
    hostVerifier: (key: Buffer) => {
      presented = key;
      return false;
    },
  });
  const client: Client | null = opener.connection;
  client?.on('error', () => undefined);
  await refused.catch(() => undefined);
  client?.destroy();
  return presented;
}
