import { isRecord } from '../is-record.ts';
import { sealAesGcm } from '../sign/secret-encryption.ts';
import { SigningError } from '../sign/errors.ts';
import { CallRefusedError } from './errors.ts';
import { wires, type ExtensionCalls, type ExtensionKind } from './kinds.ts';
import { createReplayCache } from './replay-cache.ts';
import { verifyCall, type VerifyOptions } from './verify-call.ts';

/** What an extension is, besides its kind. */
export interface ExtensionOptions<Kind extends ExtensionKind> extends Omit<VerifyOptions, 'replayCache'> {
  /** @default one in the memory of this process */
  readonly replayCache?: VerifyOptions['replayCache'];
  /** Decides. What it throws is told to `onFailed`, and Drone gets a 500 without details. */
  readonly answer: (
    request: ExtensionCalls[Kind]['request'],
    signal: AbortSignal,
  ) => ExtensionCalls[Kind]['answer'] | Promise<ExtensionCalls[Kind]['answer']>;
  /** Told of every call that was refused; for logs and alarms. */
  readonly onRefused?: (refusal: CallRefusedError, request: Request) => void;
  /** Told of what `answer` threw. */
  readonly onFailed?: (error: unknown) => void;
}

/**
 * Makes an extension of Drone: a function from the request to the response, for any server that speaks `Request` and
 * `Response`. Only calls that the strict verifier lets through reach `answer`.
 *
 * @param kind which extension; each needs a secret of its own
 * @throws {SigningError} `invalid-key` for a secret under 32 characters
 * @example
 * const pipeline = dockerPipeline({ name: 'a', steps: [{ name: 's', image: 'node:24' }] });
 * const handle = extension('config', { secret: 's'.repeat(32), answer: () => ({ data: formatDroneFile([pipeline]) }) });
 * const { status } = await handle(new Request('http://localhost', { method: 'POST' })); // 415: not a call of Drone's
 */
export function extension<Kind extends ExtensionKind>(
  kind: Kind,
  options: ExtensionOptions<Kind>,
): (request: Request) => Promise<Response> {
  if (Buffer.byteLength(options.secret) < 32)
    throw new SigningError(
      'invalid-key',
      `The secret of the ${kind} extension must have at least 32 characters`,
    );
  const now = options.now ?? Date.now;
  const replayCache = options.replayCache ?? createReplayCache({ now });
  return async (request) => {
    let call: ExtensionCalls[Kind]['request'];
    try {
      const body = await verifyCall(request, kind, { ...options, replayCache });
      call = parseCall(kind, body);
    } catch (error) {
      if (!(error instanceof CallRefusedError)) throw error;
      options.onRefused?.(error, request);
      return problem(error.status, error.reason, error.message);
    }
    try {
      const answer = await options.answer(call, request.signal);
      return respond(kind, answer, request, options.secret, call);
    } catch (error) {
      options.onFailed?.(error);
      return problem(500, 'failed', 'The extension failed; its log says why');
    }
  };
}

function parseCall<Kind extends ExtensionKind>(
  kind: Kind,
  body: Uint8Array,
): ExtensionCalls[Kind]['request'] {
  const malformed = (what: string, cause?: unknown): never => {
    throw new CallRefusedError('body-malformed', `The body ${what}`, cause);
  };
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch (cause) {
    return malformed('is not JSON', cause);
  }
  if (!isRecord(value)) return malformed('is not an object');
  for (const name of wires[kind].holds) if (!isRecord(value[name])) malformed(`has no ${name}`);
  const { build, repo, config, path } = value;
  if (isRecord(build) && typeof build['event'] !== 'string') malformed('has a build without event');
  if (isRecord(repo) && (typeof repo['id'] !== 'number' || typeof repo['slug'] !== 'string'))
    malformed('has a repo without id or slug');
  if (kind !== 'webhook' && isRecord(config) && typeof config['data'] !== 'string')
    malformed('has a config without data');
  if (kind === 'secret' && typeof path !== 'string') malformed('has no path');
  return value as unknown as ExtensionCalls[Kind]['request'];
}

function respond(
  kind: ExtensionKind,
  answer: unknown,
  request: Request,
  secret: string,
  call: unknown,
): Response {
  switch (kind) {
    case 'config':
    case 'convert':
      if (isRecord(answer) && typeof answer['refuse'] === 'string') return text(answer['refuse']);
      return answer === null ? new Response(null, { status: 204 }) : json(answer);
    case 'validate':
      return respondToValidation(answer as ExtensionCalls['validate']['answer']);
    case 'admission':
      if (answer === 'deny') return problem(403, 'denied', 'This user is not admitted');
      // 204 would admit as well, and take administration away; the whole user says what is meant.
      return json({ ...(call as ExtensionCalls['admission']['request']).user, ...(answer as object) });
    case 'secret':
      return answer === null
        ? problem(404, 'no-secret', 'There is no such secret for this build')
        : sealed(answer, request, secret);
    case 'registry':
    case 'environ':
      return sealed(answer, request, secret);
    case 'webhook':
      return new Response(null, { status: 204 });
  }
}

/** Drone takes 498 for "skip without a build" and 499 for "hold until someone approves". */
function respondToValidation(answer: ExtensionCalls['validate']['answer']): Response {
  if (answer === 'accept') return new Response(null, { status: 204 });
  if (answer === 'skip') return new Response(null, { status: 498 });
  if (answer === 'block') return new Response(null, { status: 499 });
  return text(answer.refuse);
}

/** Drone shows the body of an error as it is. */
function text(refusal: string): Response {
  return new Response(refusal, { status: 400, headers: { 'content-type': 'text/plain; charset=utf-8' } });
}

/** Encrypts where the caller asks for it. */
function sealed(answer: unknown, request: Request, secret: string): Response {
  if (request.headers.get('accept-encoding') !== 'aesgcm') return json(answer);
  const body = sealAesGcm(Buffer.from(JSON.stringify(answer)), secret);
  return new Response(Buffer.from(body), {
    headers: { 'content-type': 'application/octet-stream', 'content-encoding': 'aesgcm' },
  });
}

function json(value: unknown): Response {
  return new Response(JSON.stringify(value), { headers: { 'content-type': 'application/json' } });
}

function problem(status: number, code: string, detail: string): Response {
  return new Response(JSON.stringify({ status, code, detail }), {
    status,
    headers: { 'content-type': 'application/problem+json' },
  });
}
