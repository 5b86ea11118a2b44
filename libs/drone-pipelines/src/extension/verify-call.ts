import { CallRefusedError } from './errors.ts';
import { digestOf, equalText, parseSignature, signatureOf } from './http-signature.ts';
import { wires, type ExtensionKind } from './kinds.ts';
import type { ReplayCache } from './replay-cache.ts';

/** How strictly calls are looked at. */
export interface VerifyOptions {
  /** Shared with Drone; one for each extension, so that a call to one is none to another. At least 32 characters. */
  readonly secret: string;
  readonly replayCache: ReplayCache;
  /** Milliseconds since 1970. @default Date.now */
  readonly now?: () => number;
  /** How far the caller's clock may be off, in milliseconds. @default 300,000 (five minutes) */
  readonly maxSkewMs?: number;
  /** Largest body, in bytes. @default 1 MiB */
  readonly maxBodyBytes?: number;
  /**
   * For how long after the first time, in milliseconds, the very same call is answered again. Drone's calls carry no
   * number and its dates count seconds: two pipelines of one build that start in the same second ask with the same
   * bytes. Set 2,000 where that happens and an answer given twice does no harm. @default 0
   */
  readonly repeatWithinMs?: number;
}

const DATE =
  /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d{2} (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{4} \d{2}:\d{2}:\d{2} GMT$/;

/**
 * Lets a call through only if it is exactly what Drone sends, signed with the secret, fresh and new (A26): method,
 * types, the exact list of signed headers, digest of the body, date, signature, replay. The order is from cheap to dear.
 *
 * @returns the body
 * @throws {CallRefusedError}
 * @example
 * const options = { secret: 's'.repeat(32), replayCache: createReplayCache() };
 * const request = new Request('http://localhost', { method: 'POST', headers: { 'content-type': 'application/json' } });
 * const refusal = await verifyCall(request, 'webhook', options).catch((error: CallRefusedError) => error.reason); // signature-missing
 */
export async function verifyCall(
  request: Request,
  kind: ExtensionKind,
  options: VerifyOptions,
): Promise<Uint8Array> {
  const { secret, replayCache, now = Date.now, maxSkewMs = 300_000 } = options;
  const { maxBodyBytes = 1_048_576, repeatWithinMs = 0 } = options;
  const { accept, signed } = wires[kind];
  const { headers, method } = request;
  if (method !== 'POST')
    throw new CallRefusedError('wrong-method', `Extensions are called by POST, not by ${method}`);
  if (headers.get('content-type') !== 'application/json')
    throw new CallRefusedError('wrong-content-type', 'The content type must be application/json');
  if (accept !== undefined && headers.get('accept') !== accept)
    throw new CallRefusedError(
      'wrong-accept',
      `This is the ${kind} extension: it answers only to Accept: ${accept}`,
    );
  const header = headers.get('signature');
  if (header === null) throw new CallRefusedError('signature-missing', 'The call is not signed');
  const parsed = parseSignature(header, signed);
  if ('fault' in parsed)
    throw new CallRefusedError('signature-malformed', `The signature header is refused: ${parsed.fault}`);

  const date = headers.get('date') ?? '';
  const dateMs = DATE.test(date) ? Date.parse(date) : NaN;
  if (Number.isNaN(dateMs))
    throw new CallRefusedError('date-malformed', 'The date header is missing or not an HTTP date');
  const skewMs = dateMs - now();
  if (Math.abs(skewMs) > maxSkewMs)
    throw new CallRefusedError(
      'clock-skew',
      `The call is dated ${Math.round(Math.abs(skewMs) / 1000)} seconds ${skewMs > 0 ? 'ahead' : 'ago'}; at most ${maxSkewMs / 1000} are allowed. Set both clocks`,
    );
  if (!equalText(parsed.signature, signatureOf(headers, signed, secret)))
    throw new CallRefusedError(
      'signature-mismatch',
      'The signature does not belong to this call or to this extension’s secret',
    );

  const body = await readBody(request, maxBodyBytes);
  if (!equalText(headers.get('digest') ?? '', digestOf(body)))
    throw new CallRefusedError('digest-mismatch', 'The body is not the one that was signed');
  const seen = await replayCache.remember(`${kind} ${parsed.signature}`, dateMs + maxSkewMs + 1000);
  if (seen === 'full')
    throw new CallRefusedError('too-many-calls', 'There are more calls than can be remembered; call later');
  // Not from its date on: the caller's clock may be minutes off.
  if (seen !== 'new' && now() - seen.firstMs >= repeatWithinMs)
    throw new CallRefusedError('replayed', 'The same call was answered before');
  return body;
}

/** Reads no more than allowed, whatever the caller says about the length. */
async function readBody(request: Request, maxBytes: number): Promise<Uint8Array> {
  const tooLarge = (): never => {
    throw new CallRefusedError('too-large', `The body is larger than ${maxBytes} bytes`);
  };
  if (Number(request.headers.get('content-length') ?? 0) > maxBytes) tooLarge();
  const chunks: Uint8Array[] = [];
  let size = 0;
  const reader = (request.body as ReadableStream<Uint8Array> | null)?.getReader();
  for (let part = await reader?.read(); part?.value; part = await reader?.read()) {
    size += part.value.byteLength;
    if (size > maxBytes) {
      await reader?.cancel();
      tooLarge();
    }
    chunks.push(part.value);
  }
  return Buffer.concat(chunks);
}
