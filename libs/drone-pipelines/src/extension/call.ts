import { parseAddress } from '../client/parse-address.ts';
import { DronePipelinesError } from '../errors.ts';
import { openAesGcm } from '../sign/secret-encryption.ts';
import { CallFailedError } from './errors.ts';
import { digestOf, formatSignature } from './http-signature.ts';
import { wires, type ExtensionCalls, type ExtensionKind } from './kinds.ts';

/** Whom to call, and how. */
export interface CallOptions {
  readonly endpoint: string;
  readonly secret: string;
  /** Ask for an encrypted answer, which Drone's own client does not do any more. @default false */
  readonly encrypted?: boolean;
  /** @default the global fetch */
  readonly fetch?: typeof globalThis.fetch;
  readonly signal?: AbortSignal;
  /** How long to wait for the whole answer, in milliseconds. @default 60,000, as Drone does */
  readonly timeoutMs?: number;
  /** Milliseconds since 1970. @default Date.now */
  readonly now?: () => number;
}

/**
 * Makes the request that Drone would send: Go's JSON, digest, date and signature.
 *
 * @throws {InvalidCallError} for an endpoint that cannot be called
 * @example
 * const build = { id: 1, event: 'push' };
 * const repo = { id: 1, uid: '1', user_id: 1, namespace: 'a', name: 'b', slug: 'a/b' };
 * const request = extensionRequest('config', { build, repo }, { endpoint: 'http://localhost', secret: 's'.repeat(32) });
 */
export function extensionRequest<Kind extends ExtensionKind>(
  kind: Kind,
  call: ExtensionCalls[Kind]['request'],
  { endpoint, secret, encrypted = false, now = Date.now, signal }: CallOptions,
): Request {
  const { accept, signed } = wires[kind];
  const body = Buffer.from(goJson(call));
  const headers = new Headers({
    ...(accept === undefined
      ? { 'x-drone-event': (call as ExtensionCalls['webhook']['request']).event }
      : { accept }),
    'accept-encoding': encrypted ? 'aesgcm' : 'identity',
    'content-type': 'application/json',
    date: new Date(now()).toUTCString(),
    digest: digestOf(body),
  });
  headers.set('signature', formatSignature(headers, signed, secret));
  return new Request(parseAddress(endpoint, 'the extension'), {
    method: 'POST',
    headers,
    body,
    redirect: 'manual',
    ...(signal ? { signal } : {}),
  });
}

/**
 * Calls an extension as Drone does, and reads its answer as Drone would.
 *
 * @throws {CallFailedError} for a status over 299 that means nothing, no answer in time, or an answer that is not JSON
 * @throws {SigningError} for an encrypted answer that the secret does not open
 * @throws {InvalidCallError} for an endpoint that cannot be called
 * @example
 * const secret = 's'.repeat(32);
 * const handle = extension('registry', { secret, answer: () => [] });
 * const build = { id: 1, event: 'push' };
 * const repo = { id: 1, uid: '1', user_id: 1, namespace: 'a', name: 'b', slug: 'a/b' };
 * // `fetch` reaches the function itself here; leave it out to call over the network.
 * await callExtension('registry', { build, repo }, { endpoint: 'http://localhost', secret, fetch: (request) => handle(request) });
 */
export async function callExtension<Kind extends ExtensionKind>(
  kind: Kind,
  call: ExtensionCalls[Kind]['request'],
  options: CallOptions,
): Promise<ExtensionCalls[Kind]['answer']> {
  const timeout = AbortSignal.timeout(options.timeoutMs ?? 60_000);
  const signal = options.signal ? AbortSignal.any([options.signal, timeout]) : timeout;
  const request = extensionRequest(kind, call, { ...options, signal });
  try {
    const response = await (options.fetch ?? fetch)(request);
    return (await readAnswer(kind, response, options.secret)) as ExtensionCalls[Kind]['answer'];
  } catch (cause) {
    if (cause instanceof DronePipelinesError || options.signal?.aborted) throw cause;
    throw new CallFailedError(
      `The ${kind} extension at ${new URL(options.endpoint).host} did not answer`,
      undefined,
      cause,
    );
  }
}

async function readAnswer(kind: ExtensionKind, response: Response, secret: string): Promise<unknown> {
  const { status } = response;
  if (kind === 'validate' && (status === 498 || status === 499)) return status === 498 ? 'skip' : 'block';
  if (kind === 'admission' && status === 403) return 'deny';
  if (kind === 'secret' && status === 404) return null;
  if (status > 299) {
    const text = (await response.text()).slice(0, 200);
    if (kind === 'validate') return { refuse: text };
    throw new CallFailedError(
      `The ${kind} extension answered ${status}: ${text || response.statusText}`,
      status,
    );
  }
  if (kind === 'validate') return 'accept';
  if (kind === 'webhook') return undefined;
  // Drone reads an empty admission as "admitted, and no administrator".
  if (status === 204) return kind === 'admission' ? { admin: false } : null;
  let body = new Uint8Array(await response.arrayBuffer());
  if (response.headers.get('content-encoding') === 'aesgcm') body = new Uint8Array(openAesGcm(body, secret));
  try {
    const value: unknown = JSON.parse(Buffer.from(body).toString('utf8'));
    if (kind === 'admission') return { admin: (value as { admin?: unknown }).admin === true };
    return value;
  } catch (cause) {
    throw new CallFailedError(`The ${kind} extension answered something that is not JSON`, status, cause);
  }
}

/** Go escapes these characters in JSON; the digest is over the bytes, so they matter. */
function goJson(value: unknown): string {
  return JSON.stringify(value).replaceAll(
    /[<>&\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
