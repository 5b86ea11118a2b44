import { connect, type Socket } from 'node:net';
import { dnsPort, type DnsServer } from './dns-server.ts';
import { ExchangeFailedError } from './errors.ts';

/** What a connection needs to know about waiting. */
export interface TcpOptions {
  readonly signal: AbortSignal | undefined;
  /** How long the server may stay silent, in milliseconds. */
  readonly timeoutMs: number;
}

/** A DNS connection over TCP: messages behind two bytes of length (RFC 1035 section 4.2.2). */
export interface TcpChannel extends Disposable {
  send(message: Uint8Array): void;
  /** The next message. @throws {@link ExchangeFailedError}, or the signal's reason */
  receive(): Promise<Uint8Array>;
}

class SocketChannel implements TcpChannel {
  private readonly server: DnsServer;
  private readonly socket: Socket;
  private readonly options: TcpOptions;
  private readonly abort: () => void;
  private readonly ready: Uint8Array[] = [];
  private chunks: Buffer[] = [];
  private bufferedBytes = 0;
  private failure: unknown;
  private waiting: { resolve: (message: Uint8Array) => void; reject: (reason: unknown) => void } | undefined;
  private isConnected = false;
  private timer: NodeJS.Timeout | undefined;

  constructor(server: DnsServer, options: TcpOptions) {
    this.server = server;
    this.options = options;
    this.socket = connect({ host: server.host, port: server.port ?? dnsPort, noDelay: true });
    this.socket.on('connect', () => {
      this.isConnected = true;
    });
    this.socket.on('data', (chunk) => this.take(chunk));
    this.socket.on('error', (cause) => this.fail(this.noAnswer(cause.message, false, cause)));
    this.socket.on('end', () => this.fail(this.noAnswer('the server closed the connection', false)));
    this.abort = () => this.fail(options.signal?.reason);
    options.signal?.addEventListener('abort', this.abort, { once: true });
  }

  send(message: Uint8Array): void {
    const length = Buffer.alloc(2);
    length.writeUInt16BE(message.length);
    this.socket.write(Buffer.concat([length, message]));
  }

  async receive(): Promise<Uint8Array> {
    this.options.signal?.throwIfAborted();
    const message = this.ready.shift();
    if (message !== undefined) return message;
    if (this.failure !== undefined) throw this.failure as Error;
    const { timeoutMs } = this.options;
    this.timer = setTimeout(() => this.fail(this.noAnswer(`nothing for ${timeoutMs} ms`, true)), timeoutMs);
    try {
      return await new Promise((resolve, reject) => {
        this.waiting = { resolve, reject };
      });
    } finally {
      this.waiting = undefined;
      clearTimeout(this.timer);
    }
  }

  [Symbol.dispose](): void {
    this.options.signal?.removeEventListener('abort', this.abort);
    clearTimeout(this.timer);
    this.socket.destroy();
  }

  private noAnswer(reason: string, isTimeout: boolean, cause?: unknown): ExchangeFailedError {
    const facts = { transport: 'TCP' as const, reason, isTimeout, mayHaveArrived: this.isConnected };
    return new ExchangeFailedError(this.server, facts, { cause });
  }

  private fail(reason: unknown): void {
    this.failure ??= reason;
    this.waiting?.reject(reason);
    this.socket.destroy();
  }

  /** Cuts what arrived into messages. */
  private take(chunk: Buffer): void {
    this.chunks.push(chunk);
    this.bufferedBytes += chunk.length;
    for (;;) {
      const [first] = this.chunks;
      if (first === undefined || this.bufferedBytes < 2) break;
      const joined = first.length >= 2 ? first : Buffer.concat(this.chunks);
      const total = 2 + joined.readUInt16BE(0);
      if (this.bufferedBytes < total) break;
      const all = this.chunks.length === 1 ? joined : Buffer.concat(this.chunks);
      this.ready.push(all.subarray(2, total));
      this.chunks = total < all.length ? [all.subarray(total)] : [];
      this.bufferedBytes = all.length - total;
    }
    const message = this.waiting && this.ready.shift();
    if (message !== undefined) this.waiting?.resolve(message);
  }
}

/** Opens a connection; whatever is sent goes out as soon as it stands. */
export function openTcp(server: DnsServer, options: TcpOptions): TcpChannel {
  options.signal?.throwIfAborted();
  return new SocketChannel(server, options);
}
