import { isIP } from 'node:net';
import { canonicalName } from '../names/name-relations.ts';
import { InvalidConfigurationError } from './errors.ts';

/**
 * A name as it may stand in named.conf and name a file: canonical and of harmless characters only, so that no text
 * from outside can close a quote or a clause.
 */
export function safeName(name: string): string {
  const canonical = canonicalName(name);
  if (!/^[a-z0-9_.*-]+$/.test(canonical)) {
    throw new InvalidConfigurationError(`${canonical} has characters that named.conf would have to quote`);
  }
  return canonical;
}

/** An address or a network such as `192.0.2.0/24`. */
export function safeAddress(address: string): string {
  const [host = '', length, ...rest] = address.split('/');
  const version = isIP(host);
  const isLengthRight =
    length === undefined || (/^\d{1,3}$/.test(length) && Number(length) <= (version === 4 ? 32 : 128));
  if (version === 0 || !isLengthRight || rest.length > 0 || host.includes('%')) {
    throw new InvalidConfigurationError(`"${address}" is neither an address nor a network`);
  }
  return address;
}

/** A whole number within bounds. */
export function safeNumber(what: string, value: number, lowest: number, highest: number): number {
  if (Number.isInteger(value) && value >= lowest && value <= highest) return value;
  throw new InvalidConfigurationError(`${what} must be a whole number from ${lowest} to ${highest}`);
}

/** `example.org.` as a file name has it: without the last dot; the root is `root`. */
export function fileNameOf(name: string): string {
  return safeName(name).replace(/\.$/, '') || 'root';
}
