import { once } from 'node:events';
import { randomBytes } from 'node:crypto';
import { connect, type Socket } from 'node:net';

import { encodeForward, readAcks, type LogEvent } from '../fluent/forward-message.ts';

interface Connection {
  socket: Socket;
  acks: AsyncGenerator<string>;
}

/** A connection to fluentd on which each message is confirmed before the next one is sent. */
export class ForwardOutput {
  readonly #host: string;
  readonly #port: number;
  #open: Connection | undefined;

  constructor(host: string, port: number) {
    this.#host = host;
    this.#port = port;
  }

  /** Sends events. @throws unless fluentd says that it has stored them */
  async send(tag: string, events: LogEvent[], signal: AbortSignal): Promise<void> {
    const { socket, acks } = await this.#connect(signal);
    const abort = (): void => void socket.destroy(new Error('no confirmation from fluentd'));
    const deadline = setTimeout(abort, 60_000);
    signal.addEventListener('abort', abort, { once: true });
    try {
      // Assumption: fluent-bit asks for a confirmation; the real one does so only with Require_ack_response, and may then lose what was under way.
      const chunk = randomBytes(16).toString('base64');
      socket.write(encodeForward({ tag, events, chunk }));
      const { value } = (await acks.next()) as IteratorResult<string, undefined>;
      if (value !== chunk) throw new Error(`fluentd confirmed ${value ?? 'nothing'}`);
    } catch (error) {
      this.close();
      throw error;
    } finally {
      clearTimeout(deadline);
      signal.removeEventListener('abort', abort);
    }
  }

  close(): void {
    this.#open?.socket.destroy();
    this.#open = undefined;
  }

  async #connect(signal: AbortSignal): Promise<Connection> {
    if (this.#open !== undefined && !this.#open.socket.destroyed) return this.#open;
    const socket = connect({ host: this.#host, port: this.#port });
    socket.on('error', () => undefined);
    await once(socket, 'connect', { signal });
    this.#open = { socket, acks: readAcks(socket) };
    return this.#open;
  }
}
