import { InvalidCallError } from './errors.ts';

/**
 * Takes the address of a server.
 *
 * @param what it is the address of, for the message
 * @throws {InvalidCallError} for one that no call can go to; not repeated, because it may hold a password
 */
export function parseAddress(address: string, what: string): URL {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if ((url?.protocol === 'https:' || url?.protocol === 'http:') && url.username === '' && url.password === '')
    return url;
  throw new InvalidCallError(
    `The address of ${what} cannot be called; write it like https://drone.example.com, without user and password`,
  );
}
