import { createHmac } from 'node:crypto';
import { splitDocuments } from '../reader/split-documents.ts';
import { equalHex } from './drone-signature.ts';
import { SigningError } from './errors.ts';
import { keyBytes, type Key } from './key.ts';

const DOMAIN = 'wescale drone-pipelines framed documents v1\n';

/**
 * A MAC that pins every document and where it begins and ends: their number, then each one's length and bytes. Drone's
 * own signature stays valid when separators move; this one does not. It stands beside the file, not in it.
 *
 * @returns `v1=` and lower-case hexadecimal
 * @throws {SigningError} `invalid-key` for a key under 32 bytes; `signature-mismatch` for a file with text that Drone
 *   drops, which no MAC over documents could pin
 * @example
 * const mac = framedMac('kind: pipeline\nname: test\n', 'k'.repeat(32));
 */
export function framedMac(text: string, key: Key): string {
  const { documents, findings } = splitDocuments(text);
  const [dropped] = findings;
  if (dropped)
    throw new SigningError(
      'signature-mismatch',
      `Line ${dropped.line} holds something that Drone drops: ${dropped.message} ${dropped.remedy}`,
    );
  const hmac = createHmac('sha256', keyBytes(key, 'the framed MAC'))
    .update(DOMAIN)
    .update(uint32(documents.length));
  for (const { data } of documents) {
    const bytes = Buffer.from(data);
    hmac.update(uint32(bytes.length)).update(bytes);
  }
  return `v1=${hmac.digest('hex')}`;
}

/**
 * Verifies a framed MAC.
 *
 * @throws {SigningError} when it does not belong to the file
 * @example
 * const [text, key] = ['kind: pipeline\nname: test\n', 'k'.repeat(32)];
 * verifyFramedMac(text, framedMac(text, key), key);
 */
export function verifyFramedMac(text: string, mac: string, key: Key): void {
  if (!equalHex(mac, framedMac(text, key)))
    throw new SigningError(
      'signature-mismatch',
      'The framed MAC does not belong to this file; a document or a separator has changed',
    );
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}
