import { SigningError } from './errors.ts';

/** A shared secret: text is taken as its UTF-8 bytes, as Drone does. */
export type Key = string | Uint8Array;

const KEY_BYTES = 32;

/** The bytes of a key that must have at least 32. */
export function keyBytes(key: Key, what: string): Uint8Array {
  const bytes = typeof key === 'string' ? Buffer.from(key, 'utf8') : key;
  if (bytes.byteLength < KEY_BYTES)
    throw new SigningError(
      'invalid-key',
      `The key for ${what} has ${bytes.byteLength} bytes; it needs at least ${KEY_BYTES}`,
    );
  return bytes;
}
