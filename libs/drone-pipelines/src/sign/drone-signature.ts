import { createHmac, timingSafeEqual } from 'node:crypto';
import { readKinds, type KindedDocument } from '../reader/read-kinds.ts';
import { SigningError } from './errors.ts';
import { keyBytes, type Key } from './key.ts';

/**
 * Drone's signature of a file: HMAC-SHA256 over the documents one after the other, signature documents left out.
 * Separators are not covered, so documents can be cut and joined without breaking it (A05); `framedMac` covers them.
 *
 * @returns lower-case hexadecimal
 * @throws {SigningError} for a key under 32 bytes
 * @throws {UnreadableFileError} for text that Drone could not split
 * @example
 * droneHmac('kind: pipeline\n', 'k'.repeat(32)).length; // 64
 */
export function droneHmac(text: string, key: Key): string {
  return hmacOf(readKinds(text), key);
}

/**
 * Signs a file as `drone sign --save` does: a signature document takes the place of any that was there.
 *
 * @param key the repository's secret, 32 characters
 * @throws {SigningError} for a key under 32 bytes
 * @example
 * const repositorySecret = 'k'.repeat(32);
 * const signed = signDroneFile('kind: pipeline\nname: test\n', repositorySecret);
 */
export function signDroneFile(text: string, key: Key): string {
  const documents = readKinds(text);
  const hmac = hmacOf(documents, key);
  const kept = documents.filter(({ kind }) => kind !== 'signature').map(({ data }) => `---\n${data}`);
  return `${kept.join('')}---\nkind: signature\nhmac: ${hmac}\n\n...\n`;
}

/**
 * Verifies a file as Drone's server does for a protected repository: the first signature document counts.
 *
 * @throws {SigningError} `signature-missing` or `signature-mismatch`; `invalid-key` for a key under 32 bytes
 * @example
 * const repositorySecret = 'k'.repeat(32);
 * verifyDroneFile(signDroneFile('kind: pipeline\nname: test\n', repositorySecret), repositorySecret);
 */
export function verifyDroneFile(text: string, key: Key): void {
  const documents = readKinds(text);
  const expected = hmacOf(documents, key);
  const signature = documents.find(({ kind }) => kind === 'signature');
  const given = signature?.fields['hmac'];
  if (given === undefined)
    throw new SigningError(
      'signature-missing',
      'The file has no signature document; sign it with the repository’s secret',
    );
  if (!equalHex(given, expected))
    throw new SigningError(
      'signature-mismatch',
      'The signature does not belong to this file; sign it again, or look at what changed',
    );
}

function hmacOf(documents: readonly KindedDocument[], key: Key): string {
  const hmac = createHmac('sha256', keyBytes(key, 'signing'));
  for (const { kind, data } of documents) if (kind !== 'signature') hmac.update(data);
  return hmac.digest('hex');
}

/** Compares in constant time; both are digests, so their length is no secret. */
export function equalHex(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given.toLowerCase()), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}
