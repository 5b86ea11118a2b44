import { createSocket } from 'node:dgram';
import { isIPv6 } from 'node:net';
import { dnsPort, type DnsServer } from './dns-server.ts';
import { ExchangeFailedError } from './errors.ts';

export interface UdpOptions {
  readonly signal: AbortSignal | undefined;
  /** How long to wait in all, in milliseconds. */
  readonly timeoutMs: number;
  /** Whether a datagram answers the request; others (late, forged) are passed over. */
  readonly isReply: (datagram: Uint8Array) => boolean;
}

/** When to send again what was not answered, as parts of the time limit. */
const sendAgainAt = [0.25, 0.5] as const;

/**
 * Sends a datagram, again when no answer comes, and resolves with the answer. Only for requests that may be done
 * twice. Only datagrams from the server's own address and port are seen, since the socket is connected.
 */
export async function exchangeUdp(
  server: DnsServer,
  message: Uint8Array,
  options: UdpOptions,
): Promise<Uint8Array> {
  const { signal, timeoutMs } = options;
  signal?.throwIfAborted();
  const socket = createSocket(isIPv6(server.host) ? 'udp6' : 'udp4');
  const timers: NodeJS.Timeout[] = [];
  let abort: (() => void) | undefined;
  try {
    return await new Promise<Uint8Array>((resolve, reject) => {
      const fail = (reason: string, isTimeout: boolean, cause?: unknown): void => {
        const facts = { transport: 'UDP' as const, reason, isTimeout, mayHaveArrived: true };
        reject(new ExchangeFailedError(server, facts, { cause }));
      };
      abort = () => reject(signal?.reason as Error);
      signal?.addEventListener('abort', abort, { once: true });
      socket.on('error', (cause) => fail(cause.message, false, cause));
      socket.on('message', (datagram) => {
        if (options.isReply(datagram)) resolve(datagram);
      });
      const send = (): void => socket.send(message);
      socket.once('connect', () => {
        send();
        timers.push(...sendAgainAt.map((part) => setTimeout(send, part * timeoutMs)));
      });
      socket.connect(server.port ?? dnsPort, server.host);
      timers.push(setTimeout(() => fail(`nothing for ${timeoutMs} ms`, true), timeoutMs));
    });
  } finally {
    if (abort !== undefined) signal?.removeEventListener('abort', abort);
    for (const timer of timers) clearTimeout(timer);
    socket.close();
  }
}
