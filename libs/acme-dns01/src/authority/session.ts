import { AcmeDns01Error, InvalidRequestError } from '../errors.ts';
import { makeAcmeClient, type ExternalAccountBinding, type JsonReply } from './acme-client-parts.ts';
import {
  completeLimits,
  type AcmeProgress,
  type ConnectionOptions,
  type WaitLimits,
} from './connection-options.ts';
import { readDirectory, type AcmeDirectory } from './directory.ts';
import {
  AuthorityMisbehavedError,
  AuthorityUnreachableError,
  isTrustFailure,
  RateLimitedError,
  RequestRefusedError,
} from './errors.ts';
import { HttpsConnections, type AcmeFetch, type AcmeReply } from './https-fetch.ts';
import { pause } from './pause.ts';
import { readProblem, type AcmeProblem } from './problem.ts';
import { parseRetryAfterMs } from './retry-after.ts';

/** An answer with an error status, before it is known what was being done. */
class RefusedReply extends Error {
  readonly url: string;
  readonly problem: AcmeProblem;
  readonly retryAfterMs: number | undefined;

  constructor(url: string, problem: AcmeProblem, retryAfterMs: number | undefined) {
    super(problem.detail);
    this.url = url;
    this.problem = problem;
    this.retryAfterMs = retryAfterMs;
  }
}

/** No answer. */
class NoReply extends Error {
  readonly url: string;

  constructor(url: string, options: ErrorOptions) {
    super(`no answer from ${url}`, options);
    this.url = url;
  }
}

export interface SessionIdentity {
  directoryUrl: string;
  /** Account key, PEM; a throw-away one for what needs no account. */
  keyPem: string;
  accountUrl?: string;
  externalAccountBinding?: ExternalAccountBinding;
}

/**
 * One conversation with one CA. acme-client signs and minds nonces; the network below it and the retries above it are
 * ours, because its own sleep without end, replay a spent nonce and lose what the CA said.
 */
export class AcmeSession {
  readonly directoryUrl: string;
  readonly client: ReturnType<typeof makeAcmeClient>;
  readonly signal: AbortSignal;
  readonly now: () => Date;
  readonly limits: Required<WaitLimits>;
  readonly #onProgress: (progress: AcmeProgress) => void;
  readonly #fetch: AcmeFetch;
  readonly #connections: HttpsConnections | undefined;
  readonly #nonces: string[] = [];
  #directory: AcmeDirectory | undefined;

  /** @throws InvalidRequestError when the directory is not an HTTPS address */
  constructor(identity: SessionIdentity, options: ConnectionOptions) {
    if (!URL.canParse(identity.directoryUrl) || new URL(identity.directoryUrl).protocol !== 'https:')
      throw new InvalidRequestError(`the directory of a CA is an https URL, not '${identity.directoryUrl}'`);
    this.directoryUrl = identity.directoryUrl;
    this.signal = options.signal ?? new AbortController().signal;
    this.now = options.now ?? (() => new Date());
    this.limits = completeLimits(options.limits);
    this.#onProgress = options.onProgress ?? (() => undefined);
    if (options.fetch === undefined) {
      this.#connections = new HttpsConnections(options.trustedCertificates);
      this.#fetch = this.#connections.fetch;
    } else this.#fetch = options.fetch;

    const { keyPem, accountUrl, externalAccountBinding } = identity;
    this.client = makeAcmeClient(
      identity.directoryUrl,
      { keyPem, ...(accountUrl === undefined ? {} : { url: accountUrl }) },
      externalAccountBinding,
    );
    const { http } = this.client;
    http.request = (url, method, { data } = {}) => this.#request(url, method.toUpperCase(), data);
    const fetchNonce = http.getNonce.bind(http);
    http.getNonce = async () => this.#nonces.pop() ?? (await fetchNonce());
    // A CA that refuses every second good nonce fails one call in two million with this, one in 64 with the default.
    http.maxBadNonceRetries = 20;
  }

  /** Closes connections; nothing may be asked afterwards. */
  close(): void {
    this.#connections?.close();
  }

  /** Says what comes next or is waited for. */
  say(step: AcmeProgress['step'], message: string): void {
    this.#onProgress({ step, message, directoryUrl: this.directoryUrl });
  }

  /** The CA's directory, read once. */
  async directory(): Promise<AcmeDirectory> {
    if (this.#directory === undefined) {
      const task = 'read the directory';
      const directory = readDirectory(await this.perform(task, () => this.client.http.getDirectory()));
      if (typeof directory === 'string')
        throw new AuthorityMisbehavedError(task, this.directoryUrl, `${directory}; is it an ACME directory?`);
      this.#directory = directory;
    }
    return this.#directory;
  }

  /** Reads what needs no signature, such as renewal information. */
  get(task: string, url: string): Promise<JsonReply> {
    return this.perform(task, () => this.client.http.request(url, 'GET'));
  }

  /**
   * Does something at the CA, again and again within limits while it does not answer or is overloaded. Each time it is
   * signed anew, with a fresh nonce.
   *
   * @param task what is done, to follow "could not"
   */
  async perform<T>(task: string, operation: () => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt += 1) {
      this.signal.throwIfAborted();
      try {
        return await operation();
      } catch (error) {
        this.signal.throwIfAborted();
        const delayMs =
          attempt < this.limits.requestAttempts ? this.#retryDelayMs(error, attempt) : undefined;
        if (delayMs === undefined) throw this.#name(error, task);
        const { message } = this.#name(error, task) as Error;
        this.say('retry', `trying again in ${delayMs / 1000} s: ${message}`);
        await pause(delayMs, this.signal);
      }
    }
  }

  /** @returns `undefined` when trying again is of no use, or would have to wait too long */
  #retryDelayMs(error: unknown, attempt: number): number | undefined {
    const backoffMs = 250 * 4 ** (attempt - 1);
    if (error instanceof NoReply) return isTrustFailure(networkCode(error.cause)) ? undefined : backoffMs;
    if (!(error instanceof RefusedReply)) return undefined;
    const isWorthAnother = isRateLimit(error.problem) || error.problem.status >= 500;
    if (!isWorthAnother) return undefined;
    const delayMs = error.retryAfterMs ?? backoffMs;
    return delayMs <= this.limits.retryAfterMs ? delayMs : undefined;
  }

  /** A failure as one of ours. */
  #name(error: unknown, task: string): unknown {
    if (error instanceof NoReply)
      return new AuthorityUnreachableError(task, error.url, networkCode(error.cause), { cause: error.cause });
    if (error instanceof AcmeDns01Error || !(error instanceof Error)) return error;
    if (!(error instanceof RefusedReply)) {
      // acme-client itself: another status than the one ACME asks for, or no nonce that the CA would take.
      const mistake = `was not understood (${error.message || 'no reason given'})`;
      return new AuthorityMisbehavedError(task, this.directoryUrl, mistake, { cause: error });
    }
    const { url, problem, retryAfterMs } = error;
    if (!isRateLimit(problem)) return new RequestRefusedError(task, url, problem);
    const retryAt = retryAfterMs === undefined ? undefined : new Date(this.now().getTime() + retryAfterMs);
    return new RateLimitedError(task, url, problem, retryAt);
  }

  async #request(url: string, method: string, data: object | undefined): Promise<JsonReply> {
    const headers: Record<string, string> = { 'User-Agent': '@wescale/acme-dns01', 'Accept-Language': 'en' };
    if (data !== undefined) headers['Content-Type'] = 'application/jose+json';
    const signal = AbortSignal.any([this.signal, AbortSignal.timeout(this.limits.requestTimeoutMs)]);
    let reply: AcmeReply;
    let text: string;
    try {
      const body = data === undefined ? {} : { body: JSON.stringify(data) };
      reply = await this.#fetch(url, { method, headers, ...body, signal });
      text = await reply.text();
    } catch (error) {
      this.signal.throwIfAborted();
      throw new NoReply(url, { cause: signal.aborted ? signal.reason : error });
    }
    const body = parseBody(text, reply.headers.get('content-type'));
    const nonce = reply.headers.get('replay-nonce') ?? undefined;
    const retryAfter = reply.headers.get('retry-after') ?? undefined;
    if (reply.status >= 400) {
      const problem = readProblem(body, reply.status);
      // acme-client takes the nonce out of this very answer and signs again.
      const isRetriedBelow = problem.type === 'urn:ietf:params:acme:error:badNonce' && method === 'POST';
      if (!isRetriedBelow) {
        if (nonce !== undefined) this.#nonces.push(nonce);
        throw new RefusedReply(url, problem, parseRetryAfterMs(retryAfter, this.now()));
      }
    } else if (nonce !== undefined && method === 'POST') this.#nonces.push(nonce);
    return {
      status: reply.status,
      headers: {
        location: reply.headers.get('location') ?? undefined,
        link: reply.headers.get('link') ?? undefined,
        'replay-nonce': nonce,
        'retry-after': retryAfter,
      },
      data: body,
    };
  }
}

const isRateLimit = (problem: AcmeProblem): boolean =>
  problem.status === 429 || problem.type === 'urn:ietf:params:acme:error:rateLimited';

/** The name a network failure goes by; `fetch` hides it one level deeper. */
function networkCode(error: unknown): string {
  if (!(error instanceof Error)) return 'UNKNOWN';
  if (error.name === 'TimeoutError') return 'ETIMEDOUT';
  const { code } = error as NodeJS.ErrnoException;
  if (typeof code === 'string') return code;
  return error.cause === undefined ? error.name : networkCode(error.cause);
}

function parseBody(text: string, contentType: string | null): unknown {
  if (!/^application\/(?:problem\+)?json\b/i.test(contentType ?? '')) return text;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
