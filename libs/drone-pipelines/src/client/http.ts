import { setTimeout as sleep } from 'node:timers/promises';
import { DroneApiError, DroneUnreachableError, InvalidCallError } from './errors.ts';
import { parseAddress } from './parse-address.ts';
import { readEvents } from './read-events.ts';

/** Where Drone is, and how patient to be. */
export interface DroneClientOptions {
  /** Such as `https://drone.example.com`. */
  readonly url: string;
  /** Personal token of a user of Drone. Never shown, not even in errors. */
  readonly token: string;
  /** @default the global fetch */
  readonly fetch?: typeof globalThis.fetch;
  /** Of every call, besides its own signal. */
  readonly signal?: AbortSignal;
  /** For one attempt, in milliseconds; streams are not limited. @default 30,000 */
  readonly timeoutMs?: number;
  /** Attempts for what is safe to repeat: reading. Everything else is tried once. @default 4 */
  readonly maxAttempts?: number;
  /** Told before each wait. */
  readonly onRetry?: (message: string) => void;
  /** Waits between attempts; the delay is in milliseconds. @default a timer */
  readonly wait?: (delayMs: number, signal?: AbortSignal) => Promise<unknown>;
}

export interface DroneCall {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** Parts of the path after `/api`; each is escaped. */
  readonly path: readonly (string | number)[];
  readonly query?: Readonly<Record<string, string | number | boolean | undefined>>;
  readonly body?: unknown;
  /** Values that no error may show. */
  readonly secrets?: readonly string[];
  readonly signal?: AbortSignal | undefined;
  readonly isStream?: boolean;
}

/** Sends calls to Drone: with the token, in time, and again where that is safe. */
export class DroneHttp {
  readonly #options: DroneClientOptions;
  readonly #base: URL;

  /** @throws {InvalidCallError} for an address or a token that no call can carry */
  constructor(options: DroneClientOptions) {
    this.#options = options;
    const { href } = parseAddress(options.url, 'Drone');
    this.#base = new URL(href.endsWith('/') ? href : `${href}/`);
    // Checked here, because the error that fetch would throw holds the token.
    if (!/^[\x21-\x7e]+$/.test(options.token))
      throw new InvalidCallError('The token is empty or holds a character that no header can carry');
  }

  /**
   * @returns the body as JSON, or undefined for an empty one
   * @throws {DroneApiError | DroneUnreachableError}
   */
  async json(call: DroneCall): Promise<unknown> {
    return this.#send(call, async (response) => {
      const text = await response.text();
      if (text.trim() === '') return undefined;
      try {
        return JSON.parse(text) as unknown;
      } catch (cause) {
        throw new DroneApiError(nameOf(call), response.status, 'the answer is not JSON', { cause });
      }
    });
  }

  /**
   * Reads server-sent events until Drone says that there will be no more, each as JSON.
   *
   * @throws {DroneApiError | DroneUnreachableError} the latter for a stream that breaks off as well
   */
  async *events(call: DroneCall): AsyncGenerator {
    const { body, status } = await this.#send({ ...call, isStream: true }, (response) =>
      Promise.resolve(response),
    );
    try {
      if (body)
        for await (const { event, data } of readEvents(body)) {
          if (event === 'error') return;
          if (data !== '') yield JSON.parse(data) as unknown;
        }
    } catch (cause) {
      if (cause instanceof SyntaxError)
        throw new DroneApiError(nameOf(call), status, 'a line of the stream is not JSON', { cause });
      if (this.#signal(call)?.aborted) throw cause;
      throw new DroneUnreachableError(nameOf(call), this.#base.host, cause);
    }
    throw new DroneUnreachableError(nameOf(call), this.#base.host);
  }

  async #send<T>(call: DroneCall, read: (response: Response) => Promise<T>): Promise<T> {
    const { maxAttempts = 4, onRetry, wait = defaultWait } = this.#options;
    // Only reading changes nothing: a build that was asked for twice would run twice.
    const attempts = call.method === 'GET' ? maxAttempts : 1;
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.#attempt(call, read);
      } catch (error) {
        if (attempt >= attempts || !isPassing(error)) throw error;
        const askedMs = error instanceof DroneApiError ? error.retryAfterMs : 0;
        const delayMs = Math.max(askedMs, Math.min(10_000, 250 * 2 ** (attempt - 1)));
        onRetry?.(
          `${error.message}; trying again in ${Math.round(delayMs / 100) / 10} s (attempt ${attempt + 1} of ${attempts})`,
        );
        await wait(delayMs, this.#signal(call));
      }
    }
  }

  async #attempt<T>(call: DroneCall, read: (response: Response) => Promise<T>): Promise<T> {
    const { token, timeoutMs = 30_000, fetch = globalThis.fetch } = this.#options;
    const outer = this.#signal(call);
    const url = new URL(`api/${call.path.map((part) => encodeURIComponent(part)).join('/')}`, this.#base);
    for (const [name, value] of Object.entries(call.query ?? {}))
      if (value !== undefined) url.searchParams.set(name, String(value));
    const signals = [...(outer ? [outer] : []), ...(call.isStream ? [] : [AbortSignal.timeout(timeoutMs)])];
    const hasBody = call.body !== undefined;
    try {
      const response = await fetch(url, {
        method: call.method,
        headers: {
          authorization: `Bearer ${token}`,
          accept: call.isStream ? 'text/event-stream' : 'application/json',
          ...(hasBody ? { 'content-type': 'application/json' } : {}),
        },
        ...(hasBody ? { body: JSON.stringify(call.body) } : {}),
        // A redirect would carry the token elsewhere.
        redirect: 'error',
        ...(signals.length > 0 ? { signal: AbortSignal.any(signals) } : {}),
      });
      if (!response.ok) throw await this.#refusal(call, response);
      return await read(response);
    } catch (cause) {
      if (cause instanceof DroneApiError || outer?.aborted) throw cause;
      throw new DroneUnreachableError(nameOf(call), this.#base.host, cause);
    }
  }

  async #refusal(call: DroneCall, response: Response): Promise<DroneApiError> {
    const text = await response.text().catch(() => '');
    let detail = text;
    try {
      const { message } = JSON.parse(text) as { message?: unknown };
      detail = typeof message === 'string' ? message : '';
    } catch {
      // Drone answers JSON; what stands before it may not.
    }
    const hidden = [this.#options.token, ...(call.secrets ?? [])].filter((secret) => secret !== '');
    for (const secret of hidden) detail = detail.replaceAll(secret, '[hidden]');
    return new DroneApiError(nameOf(call), response.status, detail.slice(0, 300).trim(), {
      retryAfterMs: retryAfterMs(response.headers.get('retry-after')),
    });
  }

  #signal(call: DroneCall): AbortSignal | undefined {
    const signals = [this.#options.signal, call.signal].filter((signal) => signal !== undefined);
    return signals.length === 0 ? undefined : AbortSignal.any(signals);
  }
}

/** Whether it may be better the next time: silence, overload, a server that fails. */
function isPassing(error: unknown): error is DroneApiError | DroneUnreachableError {
  if (error instanceof DroneApiError) return error.status === 429 || error.status >= 500;
  return error instanceof DroneUnreachableError;
}

function nameOf({ method, path }: DroneCall): { method: string; path: string } {
  return { method, path: `/api/${path.join('/')}` };
}

/** Seconds or a date, as RFC 9110 §10.2.3 has it; at most a minute is waited. */
function retryAfterMs(value: string | null): number {
  if (value === null) return 0;
  const delayMs = /^\d+$/.test(value) ? Number(value) * 1000 : Date.parse(value) - Date.now();
  return Number.isNaN(delayMs) ? 0 : Math.min(60_000, Math.max(0, delayMs));
}

async function defaultWait(delayMs: number, signal?: AbortSignal): Promise<void> {
  await sleep(delayMs, undefined, signal ? { signal } : {});
}
