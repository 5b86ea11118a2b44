import { createHash } from 'node:crypto';
import { encodeName } from '../names/encode-name.ts';
import { lowerCaseWire } from '../names/name-relations.ts';
import type { DsRecord } from './read-due-ds.ts';

const hashes: Readonly<Partial<Record<number, string>>> = { 1: 'sha1', 2: 'sha256', 4: 'sha384' };

/** Whether a DS record is the digest of one of a zone's keys (RFC 4034 section 5.1.4). */
export function matchesKey(ds: DsRecord, zone: string, keys: readonly Uint8Array[]): boolean {
  const hash = hashes[ds.digestType];
  // A kind of digest that is not known here is not judged.
  if (hash === undefined) return true;
  const owner = lowerCaseWire(encodeName(zone));
  return keys.some(
    (key) => createHash(hash).update(owner).update(key).digest('hex').toUpperCase() === ds.digest,
  );
}
