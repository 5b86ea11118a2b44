import { Duplex } from 'node:stream';

import type { WebSocket } from 'ws';

import { formatMessage, parseMessage, type MessageType } from './message.ts';

/** One end of a tunnel: connections of any number over one websocket, opened by one side and dialled by the other. */
export class Tunnel {
  readonly #socket: WebSocket;
  /** What the other side's `connect` leads to; without it each is refused. */
  readonly #dial: ((protocol: string, address: string) => Duplex | undefined) | undefined;
  readonly #connections = new Map<bigint, TunnelConnection>();
  #messages = 0n;
  #opened = 0n;

  constructor(socket: WebSocket, dial?: (protocol: string, address: string) => Duplex | undefined) {
    this.#socket = socket;
    this.#dial = dial;
    socket.on('message', (data: Buffer) => this.#receive(data));
    socket.once('close', () => {
      for (const connection of this.#connections.values())
        connection.destroy(new Error('the tunnel is closed'));
    });
  }

  /** A connection that the other side dials: `10.43.0.1:443`. */
  open(address: string): Duplex {
    this.#opened += 1n;
    const connection = this.#add(this.#opened);
    this.send('connect', this.#opened, Buffer.from(`tcp/${address}`));
    return connection;
  }

  send(type: MessageType, connectionId: bigint, body: Buffer = Buffer.alloc(0)): void {
    if (this.#socket.readyState !== this.#socket.OPEN) return;
    this.#messages += 1n;
    this.#socket.send(formatMessage({ id: this.#messages, connectionId, type, body }));
  }

  forget(connectionId: bigint): void {
    this.#connections.delete(connectionId);
  }

  #add(id: bigint): TunnelConnection {
    const connection = new TunnelConnection(this, id);
    this.#connections.set(id, connection);
    // Whoever uses the connection hears of its errors; a late one must not end the process.
    connection.on('error', () => undefined);
    return connection;
  }

  #receive(data: Buffer): void {
    const message = parseMessage(data);
    if (message === undefined) return;
    if (message.type === 'connect') {
      this.#accept(message.connectionId, message.body.toString());
      return;
    }
    const connection = this.#connections.get(message.connectionId);
    if (connection === undefined) {
      if (message.type === 'data')
        this.send('error', message.connectionId, Buffer.from('connection not found'));
      return;
    }
    connection.receive(message.type, message.body);
  }

  #accept(id: bigint, target: string): void {
    const [protocol = '', ...rest] = target.split('/');
    const connection = this.#add(id);
    const dialled = this.#dial?.(protocol, rest.join('/'));
    if (dialled === undefined) {
      connection.destroy(new Error('connect not allowed'));
      return;
    }
    dialled.pipe(connection).pipe(dialled);
    dialled.once('error', (error) => connection.destroy(error));
    // As there is no half-closing, the end of one direction is the end of the other, once all is written.
    dialled.once('finish', () => dialled.destroy());
    dialled.once('close', () => connection.end());
    connection.once('close', () => dialled.destroy());
  }
}

/**
 * One connection in a tunnel. There is no half-closing on the wire: the end of one direction is the end of both. Still a
 * connection that the other side has ended only closes when its user ends it, too: TLS over it drops what it has not
 * handed out yet as soon as what is below it closes.
 */
class TunnelConnection extends Duplex {
  readonly #tunnel: Tunnel;
  readonly #id: bigint;
  #isEndedByOther = false;
  #isPausedByUs = false;
  #isPausedByOther = false;
  #release: (() => void) | undefined;

  constructor(tunnel: Tunnel, id: bigint) {
    super({ allowHalfOpen: true });
    this.#tunnel = tunnel;
    this.#id = id;
  }

  receive(type: Exclude<MessageType, 'connect'>, body: Buffer): void {
    switch (type) {
      case 'data':
        if (!this.push(body) && !this.#isPausedByUs) {
          this.#isPausedByUs = true;
          this.#tunnel.send('pause', this.#id);
        }
        return;
      case 'pause':
        this.#isPausedByOther = true;
        return;
      case 'resume':
        this.#goOn();
        return;
      case 'error':
        this.#isEndedByOther = true;
        this.#tunnel.forget(this.#id);
        this.#goOn();
        // What came before is still to be read.
        if (body.toString() === 'EOF') this.push(null);
        else this.destroy(new Error(`the other end of the tunnel says: ${body.toString()}`));
    }
  }

  #goOn(): void {
    this.#isPausedByOther = false;
    this.#release?.();
    this.#release = undefined;
  }

  override _read(): void {
    if (!this.#isPausedByUs || this.#isEndedByOther) return;
    this.#isPausedByUs = false;
    this.#tunnel.send('resume', this.#id);
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    // Nobody hears what comes after the other's end; it would be answered with an error.
    if (!this.#isEndedByOther) this.#tunnel.send('data', this.#id, chunk);
    if (this.#isPausedByOther) this.#release = done;
    else done();
  }

  /** All is sent: as there is no half-closing, that is the end. */
  override _final(done: () => void): void {
    done();
    this.destroy();
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    if (!this.#isEndedByOther) this.#tunnel.send('error', this.#id, Buffer.from(error?.message ?? 'EOF'));
    this.#tunnel.forget(this.#id);
    done(error);
  }
}
