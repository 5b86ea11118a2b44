import { delegationSigner } from '../check/key-digest.ts';
import { encodeName } from '../names/encode-name.ts';
import { readDsRecord, type DsRecord } from './read-due-ds.ts';

/** Whether a DS record is the digest of one of a zone's keys. A kind of digest that is not known is not judged. */
export function matchesKey(ds: DsRecord, zone: string, keys: readonly Uint8Array[]): boolean {
  const owner = encodeName(zone);
  return keys.some((key) => {
    const data = delegationSigner(owner, key, ds.digestType);
    return data === undefined || JSON.stringify(readDsRecord(data)) === JSON.stringify(ds);
  });
}
