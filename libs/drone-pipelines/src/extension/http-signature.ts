import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

/** The only key id and algorithm that Drone uses. */
const KEY_ID = 'hmac-key';
const ALGORITHM = 'hmac-sha256';

/** `Digest` of a body: SHA-256, as Drone writes it. */
export function digestOf(body: Uint8Array): string {
  return `SHA-256=${createHash('sha256').update(body).digest('base64')}`;
}

/** The header lines that are signed: lower-case names in the given order, no newline at the end. */
function signingString(headers: Headers, names: readonly string[]): string {
  return names.map((name) => `${name}: ${headers.get(name) ?? ''}`).join('\n');
}

/** Base64 HMAC-SHA256 over the named headers. */
export function signatureOf(headers: Headers, names: readonly string[], secret: string): string {
  return createHmac('sha256', secret).update(signingString(headers, names)).digest('base64');
}

/** The `Signature` header of a call. */
export function formatSignature(headers: Headers, names: readonly string[], secret: string): string {
  const signature = signatureOf(headers, names, secret);
  return `keyId="${KEY_ID}",algorithm="${ALGORITHM}",signature="${signature}",headers="${names.join(' ')}"`;
}

/**
 * Takes a `Signature` header apart. Only what Drone sends passes: its key id, HMAC-SHA256 and exactly the given headers.
 *
 * @returns the signature in base64, or why the header is refused
 */
export function parseSignature(
  header: string,
  names: readonly string[],
): { signature: string } | { fault: string } {
  const fields = new Map<string, string>();
  for (const part of header.split(/,(?=\s*\w+=")/)) {
    const match = /^\s*(\w+)="([^"]*)"\s*$/.exec(part);
    if (!match?.[1] || match[2] === undefined) return { fault: 'it cannot be read' };
    if (fields.has(match[1])) return { fault: `it gives ${match[1]} twice` };
    fields.set(match[1], match[2]);
  }
  if (fields.get('keyId') !== KEY_ID) return { fault: 'its key id is unknown' };
  if (fields.get('algorithm') !== ALGORITHM) return { fault: `its algorithm is not ${ALGORITHM}` };
  if (fields.get('headers') !== names.join(' '))
    return { fault: `it must cover exactly: ${names.join(' ')}` };
  const signature = fields.get('signature');
  if (!signature || fields.size !== 4)
    return { fault: 'it has other fields than keyId, algorithm, signature and headers' };
  return { signature };
}

/** Compares two texts in a time that tells nothing about them. */
export function equalText(a: string, b: string): boolean {
  const digest = (text: string): Uint8Array => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}
