import type { ServerResponse } from 'node:http';
import { parseRange } from './parse-range.ts';

/**
 * Sends the head of an answer with all of some bytes, or with the part that is asked for (RFC 9110 section 14).
 *
 * @param range what the request says in its header `Range`
 * @returns the first byte and the last that are to follow; undefined when there is no such part, and that has been said
 */
export function beginAnswer(
  response: ServerResponse,
  range: string | undefined,
  sizeBytes: number,
): readonly [first: number, last: number] | undefined {
  const part = parseRange(range, sizeBytes);
  if (part === 'unsatisfiable') {
    response.writeHead(416, { 'Content-Range': `bytes */${sizeBytes}` }).end();
    return undefined;
  }
  const [first, last] = part ?? [0, sizeBytes - 1];
  response.setHeader('Content-Length', last - first + 1);
  if (part) response.setHeader('Content-Range', `bytes ${first}-${last}/${sizeBytes}`);
  response.writeHead(part ? 206 : 200);
  return [first, last];
}
