/** A body that is larger than allowed. */
export class BodyTooLargeError extends Error {
  readonly code = 'too-large';
}

/**
 * Reads a body into memory, up to a limit. What is over it is read on for a while and forgotten: a caller who is still
 * writing would find the connection broken instead of the answer.
 *
 * @param limits.maxBytes what may be in memory
 * @param limits.patienceBytes after how many the connection is cut
 * @throws {BodyTooLargeError}
 */
export async function readBody(
  payload: AsyncIterable<Uint8Array>,
  limits: { maxBytes: number; patienceBytes: number },
): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let sizeBytes = 0;
  for await (const chunk of payload) {
    sizeBytes += chunk.byteLength;
    if (sizeBytes <= limits.maxBytes) chunks.push(chunk);
    else chunks.length = 0;
    if (sizeBytes > limits.patienceBytes) break;
  }
  if (sizeBytes > limits.maxBytes)
    throw new BodyTooLargeError(`The body is larger than ${limits.maxBytes} bytes`);
  return Buffer.concat(chunks);
}
