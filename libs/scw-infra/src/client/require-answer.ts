import { UnexpectedAnswer } from '../errors/call-errors.ts';

/**
 * The SDK types every part of an answer as optional; a success without its object is not one.
 *
 * @param call - in words and on the wire, such as `['create IP', 'POST', '/ips']`
 */
export function requireAnswer<T>(
  part: T | undefined,
  [doing, method, path]: [doing: string, method: string, path: string],
): T {
  if (part === undefined) throw new UnexpectedAnswer({ doing, method, path }, 'the answer is empty');
  return part;
}
