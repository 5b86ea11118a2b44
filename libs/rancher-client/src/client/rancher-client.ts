import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import type { WebSocket } from 'ws';
import { InvalidCallError, RancherClientError } from '../errors.ts';
import { pathOf, targetOf, type RancherCall, type WebsocketCall } from './call.ts';
import {
  completeLimits,
  type CallOptions,
  type RancherClientOptions,
  type RancherWait,
  type RetryLimits,
} from './client-options.ts';
import { machineClock, type Clock } from './clock.ts';
import { Connections, replyOf, type RancherReply, type UpgradeReply } from './connections.ts';
import { isErrorBody } from './error-body.ts';
import { AnswerNotUnderstoodError, mayPass, RequestRefusedError } from './errors.ts';
import { networkFailure } from './network-failure.ts';
import { refusalOf } from './refusal.ts';

/** @throws InvalidCallError for an address or a token that no request can carry */
function checkOptions({ url, token }: RancherClientOptions): URL {
  if (!URL.canParse(url)) throw new InvalidCallError(`'${url}' is no URL`);
  const parsed = new URL(url);
  const isPlain =
    parsed.pathname === '/' && parsed.search === '' && parsed.username === '' && parsed.password === '';
  if (!/^https?:$/.test(parsed.protocol) || !isPlain)
    throw new InvalidCallError(
      `the address of a Rancher is a scheme, a name and a port, such as https://rancher.example.com, not '${parsed.protocol}//${parsed.host}${parsed.pathname}'`,
    );
  // Checked here, because the error that Node would throw holds the token.
  if (token !== undefined && !/^[\x21-\x7e]+$/.test(token))
    throw new InvalidCallError('the token is empty or holds a character that no header can carry');
  return parsed;
}

/** One Rancher, and who asks it. Made by {@link createRancherClient}; every function of this library takes one. */
export class RancherClient {
  readonly #options: RancherClientOptions;
  readonly #base: URL;
  readonly #limits: Required<RetryLimits>;
  readonly #clock: Clock;
  readonly #connections: Connections;

  /** @throws InvalidCallError for an address, a token or a limit that makes no sense */
  constructor(options: RancherClientOptions, connections?: Connections) {
    this.#options = options;
    this.#base = checkOptions(options);
    this.#limits = completeLimits(options.retry);
    this.#clock = options.clock ?? machineClock;
    this.#connections = connections ?? new Connections(options);
  }

  /** Scheme, name and port. */
  get url(): string {
    return this.#base.origin;
  }

  /** Name of the token it asks with, which is no secret, such as `token-x7k2p`. */
  get tokenId(): string | undefined {
    return this.#options.token?.replace(/^ext\//, '').split(':')[0];
  }

  /** The same Rancher, asked with another token, or without one. */
  withToken(token: string | undefined): RancherClient {
    const options: RancherClientOptions = { ...this.#options };
    delete options.token;
    if (token !== undefined) options.token = token;
    return new RancherClient(options, this.#connections);
  }

  /** Closes connections that are kept open, for all clients made of this one. They need not be closed for a program to end. */
  close(): void {
    this.#connections.close();
  }

  now(): Date {
    return this.#clock.now();
  }

  /** Says what comes, and waits. @throws the signal's reason when it is aborted meanwhile */
  async pause(wait: RancherWait, { signal }: CallOptions): Promise<void> {
    this.#options.onWait?.(wait);
    await this.#clock.pause(wait.delayMs, this.#signal(signal));
  }

  /** Throws the reason why a call with this signal has been ended. */
  throwIfAborted({ signal }: CallOptions): void {
    this.#signal(signal).throwIfAborted();
  }

  /**
   * Sends a request of your own, for what this library has no function for.
   *
   * @returns the answer's JSON, or `undefined` when its body is empty
   * @throws RancherClientError of any code
   */
  async json(call: RancherCall): Promise<unknown> {
    return this.#send(call, (text) => {
      if (text.trim() === '') return undefined;
      try {
        return JSON.parse(text) as unknown;
      } catch (cause) {
        throw new AnswerNotUnderstoodError(call.task, `the answer to ${pathOf(call.path)} is not JSON`, {
          cause,
        });
      }
    });
  }

  /** Sends a request, and takes its answer as it comes. @throws RancherClientError of any code */
  async text(call: RancherCall): Promise<string> {
    return this.#send(call, (text) => text);
  }

  /** Asks for an upgrade to a websocket. @throws RancherClientError when nothing answers */
  async upgrade(
    call: Pick<RancherCall, 'task' | 'path' | 'signal'>,
  ): Promise<UpgradeReply & { key: string }> {
    const key = randomBytes(16).toString('base64');
    const url = `${this.#base.origin}${pathOf(call.path)}`;
    const outer = this.#signal(call.signal);
    outer.throwIfAborted();
    const signal = AbortSignal.any([outer, AbortSignal.timeout(this.#limits.requestTimeoutMs)]);
    const headers = {
      ...this.#headers(),
      Connection: 'Upgrade',
      Upgrade: 'websocket',
      'Sec-WebSocket-Version': '13',
      'Sec-WebSocket-Key': key,
    };
    try {
      return { ...(await this.#connections.upgrade(url, headers, signal)), key };
    } catch (error) {
      outer.throwIfAborted();
      throw networkFailure(call.task, url, signal.aborted ? signal.reason : error);
    }
  }

  /**
   * Opens a websocket, such as exec's. Whoever gets it closes it. Never uses the client's `fetch`.
   *
   * @throws RancherClientError when nothing answers, or when the answer is no websocket
   */
  async openWebsocket(call: WebsocketCall): Promise<WebSocket> {
    const { task } = call;
    const url = `${this.#base.origin.replace(/^http/, 'ws')}${targetOf(call)}`;
    const outer = this.#signal(call.signal);
    outer.throwIfAborted();
    const signal = AbortSignal.any([outer, AbortSignal.timeout(this.#limits.requestTimeoutMs)]);
    const socket = this.#connections.websocket(url, call.protocols, this.#headers());
    call.onSocket(socket);
    const end = (): void => socket.terminate();
    signal.addEventListener('abort', end, { once: true });
    try {
      await new Promise<void>((resolve, reject) => {
        socket.once('open', resolve);
        socket.once('error', reject);
        socket.once('unexpected-response', (_, reply: IncomingMessage) => {
          text(reply).then((body) => reject(this.#refusal(call, reply, body)), reject);
        });
      });
      return socket;
    } catch (error) {
      socket.on('error', () => undefined);
      socket.terminate();
      outer.throwIfAborted();
      if (error instanceof RancherClientError) throw error;
      throw networkFailure(task, this.url, signal.aborted ? signal.reason : error);
    } finally {
      signal.removeEventListener('abort', end);
    }
  }

  #refusal(call: WebsocketCall, reply: IncomingMessage, body: string): RancherClientError {
    const sent: RancherCall = { task: call.task, method: 'GET', path: call.path };
    return refusalOf(sent, this.#base, replyOf(reply, body), body, [this.#options.token ?? ''], this.now());
  }

  async #send<T>(call: RancherCall, read: (text: string) => T): Promise<T> {
    const isRepeatable = call.isRepeatable ?? call.method === 'GET';
    const attempts = isRepeatable ? (call.attempts ?? this.#limits.attempts) : 1;
    for (let attempt = 1; ; attempt += 1) {
      try {
        return read(await this.#attempt(call));
      } catch (error) {
        const delayMs = attempt < attempts ? this.retryDelayMs(error, attempt) : undefined;
        if (delayMs === undefined) throw error;
        await this.pauseBeforeRetry(error, delayMs, call);
      }
    }
  }

  /** @returns `undefined` when trying again is of no use, or Rancher wants to be left alone for longer than is waited */
  retryDelayMs(error: unknown, attempt: number): number | undefined {
    if (!mayPass(error) || attempt >= this.#limits.attempts) return undefined;
    const asked = error instanceof RequestRefusedError ? error.retryAfterMs : undefined;
    const delayMs = asked ?? Math.min(10_000, 250 * 2 ** (attempt - 1));
    return delayMs <= this.#limits.retryAfterMs ? delayMs : undefined;
  }

  async pauseBeforeRetry(error: unknown, delayMs: number, options: CallOptions): Promise<void> {
    const why = error instanceof Error ? error.message : 'it failed';
    const message = `trying again in ${delayMs / 1000} s: ${why}`;
    await this.pause({ reason: 'retry', message, delayMs }, options);
  }

  async #attempt(call: RancherCall): Promise<string> {
    const outer = this.#signal(call.signal);
    outer.throwIfAborted();
    const signal = AbortSignal.any([outer, AbortSignal.timeout(this.#limits.requestTimeoutMs)]);
    const url = `${this.#base.origin}${targetOf(call)}`;
    const body = call.body === undefined ? undefined : JSON.stringify(call.body);
    const fetch = this.#options.fetch ?? this.#connections.fetch;
    let reply: RancherReply;
    let text: string;
    try {
      reply = await fetch(url, {
        method: call.method,
        headers: {
          ...this.#headers(),
          Accept: 'application/json',
          ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body }),
        signal,
        redirect: 'manual',
      });
      text = await reply.text();
    } catch (error) {
      outer.throwIfAborted();
      throw networkFailure(call.task, this.url, signal.aborted ? signal.reason : error);
    }
    const isFine = reply.status >= 200 && reply.status < 300 && !looksLikeError(text);
    if (isFine) return text;
    throw refusalOf(
      call,
      this.#base,
      reply,
      text,
      [this.#options.token ?? '', ...(call.secrets ?? [])],
      this.now(),
    );
  }

  #headers(): Record<string, string> {
    const { token, headers } = this.#options;
    return {
      'User-Agent': '@wescale/rancher-client',
      ...headers,
      ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }),
    };
  }

  #signal(signal: AbortSignal | undefined): AbortSignal {
    const signals = [this.#options.signal, signal].filter((one) => one !== undefined);
    return signals.length === 1 && signals[0] ? signals[0] : AbortSignal.any(signals);
  }
}

/** Told apart cheaply: a body of megabytes is not read twice. */
function looksLikeError(text: string): boolean {
  if (text.length > 10_000 || !text.includes('"error"')) return false;
  try {
    return isErrorBody(JSON.parse(text));
  } catch {
    return false;
  }
}

/**
 * A client of one Rancher. Nothing is sent yet.
 *
 * @throws InvalidCallError for an address, a token or a limit that makes no sense
 * @example
 * const rancher = createRancherClient({ url: 'https://rancher.example.com', token: 'token-x7k2p:secret' });
 */
export function createRancherClient(options: RancherClientOptions): RancherClient {
  return new RancherClient(options);
}
