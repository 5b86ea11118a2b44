import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { SigningError } from './errors.ts';
import { keyBytes, type Key } from './key.ts';

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** Encrypts as Drone does: AES-256-GCM, `nonce ‖ ciphertext ‖ tag`, keyed by the first 32 bytes of the secret. */
export function sealAesGcm(
  plain: Uint8Array,
  key: Key,
  nonce: Uint8Array = randomBytes(NONCE_BYTES),
): Uint8Array {
  const cipher = createCipheriv('aes-256-gcm', keyBytes(key, 'encryption').subarray(0, 32), nonce);
  return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

/**
 * Decrypts what `sealAesGcm` made.
 *
 * @throws {SigningError} `decryption-failed` for another key or changed bytes
 */
export function openAesGcm(sealed: Uint8Array, key: Key): Uint8Array {
  const bytes = keyBytes(key, 'decryption').subarray(0, 32);
  if (sealed.byteLength < NONCE_BYTES + TAG_BYTES)
    throw new SigningError('decryption-failed', 'The encrypted data is too short to be whole');
  try {
    const decipher = createDecipheriv('aes-256-gcm', bytes, sealed.subarray(0, NONCE_BYTES));
    decipher.setAuthTag(sealed.subarray(sealed.byteLength - TAG_BYTES));
    const body = sealed.subarray(NONCE_BYTES, sealed.byteLength - TAG_BYTES);
    return Buffer.concat([decipher.update(body), decipher.final()]);
  } catch (cause) {
    throw new SigningError(
      'decryption-failed',
      'The encrypted data was made with another key, or has been changed',
      cause,
    );
  }
}

/**
 * Encrypts a secret for a `kind: secret` document.
 *
 * @param key the repository's secret, 32 characters
 * @param nonce 12 bytes, never used twice with one key. @default random
 * @returns base64
 * @example
 * const data = encryptSecret('s3cret', 'k'.repeat(32));
 */
export function encryptSecret(plain: string, key: Key, nonce?: Uint8Array): string {
  return Buffer.from(sealAesGcm(Buffer.from(plain), key, nonce)).toString('base64');
}

/**
 * Decrypts the data of a `kind: secret` document.
 *
 * @throws {SigningError} `decryption-failed` for another key or changed data
 * @example
 * const repositorySecret = 'k'.repeat(32);
 * const plain = decryptSecret(encryptSecret('s3cret', repositorySecret), repositorySecret); // s3cret
 */
export function decryptSecret(data: string, key: Key): string {
  return Buffer.from(openAesGcm(Buffer.from(data, 'base64'), key)).toString('utf8');
}
