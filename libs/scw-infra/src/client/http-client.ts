import {
  CallTimeout,
  NetworkFailure,
  UnexpectedAnswer,
  type FailedCall,
  type ScalewayCallError,
} from '../errors/call-errors.ts';
import { classifyAnswer } from '../errors/classify-answer.ts';
import { OperationAborted } from '../errors/run-errors.ts';
import { describeCall } from './describe-call.ts';
import { decideRetry, type RetryPolicy, type RetryReason } from './retry.ts';
import { sleep, throwIfAborted } from './sleep.ts';

/** A call that is about to be repeated. */
export interface RetryEvent {
  /** For example `create IP`. */
  doing: string;
  reason: RetryReason;
  /** Calls made so far. */
  attempt: number;
  delayMs: number;
  error: ScalewayCallError;
}

export interface HttpClientOptions {
  fetch: typeof fetch;
  /** Limit of one attempt, body included. */
  timeoutMs: number;
  retry: RetryPolicy;
  zone: string;
  /** In [0, 1), for the jitter. */
  random: () => number;
  signal: AbortSignal | undefined;
  onRetry: ((event: RetryEvent) => void) | undefined;
}

type Attempt = { response: Response } | { error: ScalewayCallError; retryAfterMs?: number };

function causeText(error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined;
  if (cause instanceof Error && 'code' in cause && typeof cause.code === 'string')
    return `no answer (${cause.code})`;
  return 'no answer';
}

/** Reads `Retry-After` in seconds; Scaleway has not been seen to send it, its gateways may. */
function retryAfterMs(headers: Headers): { retryAfterMs?: number } {
  const seconds = Number(headers.get('retry-after') ?? Number.NaN);
  return Number.isFinite(seconds) && seconds >= 0 ? { retryAfterMs: seconds * 1000 } : {};
}

const isJson = ({ headers }: Response): boolean =>
  headers.get('content-type')?.startsWith('application/json') === true;

/**
 * The SDK parses JSON only if the content type is exactly `application/json`;
 * a charset parameter, which is legal, would make it fail.
 */
function completeResponse(response: Response, body: ArrayBuffer): Response {
  const headers = new Headers(response.headers);
  if (isJson(response)) headers.set('content-type', 'application/json');
  return new Response(response.status === 204 ? null : body, { status: response.status, headers });
}

function isBrokenJson(response: Response, body: ArrayBuffer): boolean {
  if (response.status === 204 || !isJson(response)) return false;
  try {
    JSON.parse(new TextDecoder().decode(body));
    return false;
  } catch {
    return true;
  }
}

async function attemptCall(
  request: Request,
  body: string | undefined,
  call: FailedCall,
  options: HttpClientOptions,
): Promise<Attempt> {
  const limit = AbortSignal.timeout(options.timeoutMs);
  const signal = options.signal ? AbortSignal.any([limit, options.signal]) : limit;
  let response: Response;
  let answer: ArrayBuffer;
  try {
    response = await options.fetch(request.url, {
      method: request.method,
      headers: request.headers,
      signal,
      redirect: 'error',
      ...(body === undefined ? {} : { body }),
    });
    answer = await response.arrayBuffer();
  } catch (error) {
    if (options.signal?.aborted) throw new OperationAborted(call.doing, options.signal.reason);
    if (limit.aborted) return { error: new CallTimeout(call, options.timeoutMs) };
    return { error: new NetworkFailure(call, causeText(error), error) };
  }
  const answered = { ...call, status: response.status };
  if (!response.ok) {
    const error = classifyAnswer(answered, new TextDecoder().decode(answer), options.zone);
    return { error, ...retryAfterMs(response.headers) };
  }
  if (isBrokenJson(response, answer))
    return { error: new UnexpectedAnswer(answered, 'the answer is not JSON') };
  return { response: completeResponse(response, answer) };
}

/**
 * What stands between the SDK and the network: a time limit for each attempt, retries with jitter,
 * abort, and typed errors instead of the SDK's. Give it to the SDK by `withHTTPClient`.
 *
 * A POST whose answer was lost is not repeated here; the caller must look up what became of it.
 */
export function createHttpClient(options: HttpClientOptions): typeof fetch {
  return async (input) => {
    const request = new Request(input);
    const path = new URL(request.url).pathname;
    const call: FailedCall = { doing: describeCall(request.method, path), method: request.method, path };
    const body = request.body === null ? undefined : await request.text();
    const startedAt = performance.now();
    for (let attempt = 1; ; attempt += 1) {
      throwIfAborted(options.signal, call.doing);
      const result = await attemptCall(request, body, call, options);
      if ('response' in result) return result.response;
      const failed = { ...result, method: request.method, attempt, elapsedMs: performance.now() - startedAt };
      const decision = decideRetry(failed, options.retry, options.random());
      if (decision === undefined) throw result.error;
      options.onRetry?.({ doing: call.doing, attempt, error: result.error, ...decision });
      await sleep(decision.delayMs, options.signal, call.doing);
    }
  };
}
