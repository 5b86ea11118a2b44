import { setTimeout as sleep } from 'node:timers/promises';
import { DroneApiError, DroneUnreachableError } from './errors.ts';

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

  constructor(options: DroneClientOptions) {
    this.#options = options;
    this.#base = new URL(options.url.endsWith('/') ? options.url : `${options.url}/`);
  }

  /** @returns the body as JSON, or undefined for an empty one */
  async json(call: DroneCall): Promise<unknown> {
    const response = await this.send(call);
    const text = await response.text();
    if (text.trim() === '') return undefined;
    try {
      return JSON.parse(text) as unknown;
    } catch (cause) {
      throw new DroneApiError(call.method, pathOf(call), response.status, 'the answer is not JSON', cause);
    }
  }

  /** @throws {DroneApiError | DroneUnreachableError} */
  async send(call: DroneCall): Promise<Response> {
    const { maxAttempts = 4, onRetry, wait = defaultWait } = this.#options;
    // Only reading changes nothing: a build that was asked for twice would run twice.
    const attempts = call.method === 'GET' ? maxAttempts : 1;
    for (let attempt = 1; ; attempt++) {
      let failure: DroneApiError | DroneUnreachableError;
      let delayMs = Math.min(10_000, 250 * 2 ** (attempt - 1));
      try {
        const response = await this.#attempt(call);
        if (response.ok) return response;
        failure = await this.#refusal(call, response);
        if (!(response.status === 429 || response.status >= 500) || attempt >= attempts) throw failure;
        delayMs = Math.max(delayMs, retryAfterMs(response.headers.get('retry-after')));
      } catch (error) {
        if (!(error instanceof DroneUnreachableError) || attempt >= attempts) throw error;
        failure = error;
      }
      onRetry?.(
        `${failure.message}; trying again in ${Math.round(delayMs / 100) / 10} s (attempt ${attempt + 1} of ${attempts})`,
      );
      await wait(delayMs, this.#signal(call));
    }
  }

  async #attempt(call: DroneCall): Promise<Response> {
    const { token, timeoutMs = 30_000, fetch = globalThis.fetch } = this.#options;
    const outer = this.#signal(call);
    const url = new URL(`api/${call.path.map((part) => encodeURIComponent(part)).join('/')}`, this.#base);
    for (const [name, value] of Object.entries(call.query ?? {}))
      if (value !== undefined) url.searchParams.set(name, String(value));
    const signals = [...(outer ? [outer] : []), ...(call.isStream ? [] : [AbortSignal.timeout(timeoutMs)])];
    const hasBody = call.body !== undefined;
    try {
      return await fetch(url, {
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
    } catch (cause) {
      if (outer?.aborted) throw cause;
      throw new DroneUnreachableError(call.method, pathOf(call), this.#base.host, cause);
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
    return new DroneApiError(call.method, pathOf(call), response.status, detail.slice(0, 300).trim());
  }

  #signal(call: DroneCall): AbortSignal | undefined {
    const signals = [this.#options.signal, call.signal].filter((signal) => signal !== undefined);
    return signals.length === 0 ? undefined : AbortSignal.any(signals);
  }
}

function pathOf({ path }: DroneCall): string {
  return `/api/${path.join('/')}`;
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
