import { Bind9ZoneError } from '../errors.ts';
import { canonicalName } from '../names/name-relations.ts';

/** SHA-2 only: MD5 and SHA-1 must not be used any more (RFC 8945 section 6). */
export type TsigAlgorithm = 'hmac-sha224' | 'hmac-sha256' | 'hmac-sha384' | 'hmac-sha512';

/** A secret shared with the server, and the name both call it by. */
export interface TsigKey {
  /** The key's name, written as a domain name; case does not count. */
  readonly name: string;
  /** Must be the one the server has for this key. */
  readonly algorithm: TsigAlgorithm;
  /** Base64, as in a `key` clause of named.conf. */
  readonly secret: string;
  /**
   * How many bytes of each MAC are sent and expected, when both sides agreed to cut it (RFC 8945 section 5.2.2.1).
   * At least 10 and half the hash.
   *
   * @default the whole hash
   */
  readonly macBytes?: number;
}

const hashes: Readonly<Record<TsigAlgorithm, { hash: string; bytes: number }>> = {
  'hmac-sha224': { hash: 'sha224', bytes: 28 },
  'hmac-sha256': { hash: 'sha256', bytes: 32 },
  'hmac-sha384': { hash: 'sha384', bytes: 48 },
  'hmac-sha512': { hash: 'sha512', bytes: 64 },
};

/** A key that cannot sign: unknown algorithm, broken secret, impossible length of the MAC. */
export class InvalidTsigKeyError extends Bind9ZoneError {
  readonly code = 'invalid-tsig-key';
  readonly keyName: string;

  constructor(keyName: string, reason: string) {
    super(`TSIG key "${keyName}" cannot be used: ${reason}`);
    this.keyName = keyName;
  }
}

/** A key ready to sign with. */
export interface LoadedTsigKey {
  readonly name: string;
  readonly algorithm: TsigAlgorithm;
  readonly hash: string;
  readonly secret: Uint8Array;
  readonly macBytes: number;
}

/** Checks a key and makes it ready. @throws {@link InvalidTsigKeyError}, {@link InvalidNameError} */
export function loadTsigKey(key: TsigKey): LoadedTsigKey {
  const name = canonicalName(key.name);
  const known = (hashes as Partial<Record<string, { hash: string; bytes: number }>>)[key.algorithm];
  if (known === undefined) {
    throw new InvalidTsigKeyError(name, `unknown algorithm; use one of ${Object.keys(hashes).join(', ')}`);
  }
  const secret = Buffer.from(key.secret, 'base64');
  if (secret.length === 0 || secret.toString('base64').replace(/=+$/, '') !== key.secret.replace(/=+$/, '')) {
    throw new InvalidTsigKeyError(name, 'its secret is not base64');
  }
  const macBytes = key.macBytes ?? known.bytes;
  const shortest = Math.max(10, known.bytes / 2);
  if (!Number.isInteger(macBytes) || macBytes < shortest || macBytes > known.bytes) {
    throw new InvalidTsigKeyError(
      name,
      `macBytes must be ${shortest} to ${known.bytes} for ${key.algorithm}`,
    );
  }
  return { name, algorithm: key.algorithm, hash: known.hash, secret, macBytes };
}
