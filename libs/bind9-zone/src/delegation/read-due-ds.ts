import type { DnsServer } from '../exchange/dns-server.ts';
import { recordsOfType } from '../query/answer.ts';
import { ask, type AskOptions } from '../query/ask.ts';

/** A DS record for the parent of a zone, as text and as numbers. */
export interface DsRecord {
  readonly keyTag: number;
  readonly algorithm: number;
  readonly digestType: number;
  /** Hexadecimal, upper case. */
  readonly digest: string;
}

/** Whether the parent of a zone should have DS records now, and which. */
export type DueDs =
  /** The zone is not signed: the parent must have none. */
  | { readonly state: 'unsigned' }
  /** It is signed but not for long enough that every cache has its keys: a DS now would break it. */
  | { readonly state: 'not-yet' }
  /** The parent should have exactly these. */
  | { readonly state: 'due'; readonly records: readonly DsRecord[] }
  /** The zone asks that all be removed (RFC 8078 section 4). */
  | { readonly state: 'remove' };

export function readDsRecord(rdata: Uint8Array): DsRecord {
  const [high = 0, low = 0, algorithm = 0, digestType = 0] = rdata;
  const digest = Buffer.from(rdata.subarray(4)).toString('hex').toUpperCase();
  return { keyTag: (high << 8) | low, algorithm, digestType, digest };
}

/**
 * Asks a zone which DS records it wants at its parent now. BIND publishes that as CDS records once they are due,
 * about a day after the key's creation with the default policy.
 *
 * @throws as {@link ask}
 */
export async function readDueDs(server: DnsServer, zone: string, options: AskOptions = {}): Promise<DueDs> {
  const [cds, keys] = await Promise.all([
    ask(server, { name: zone, type: 'CDS' }, options),
    ask(server, { name: zone, type: 'DNSKEY' }, options),
  ]);
  const records = recordsOfType(cds.answers, 'CDS').map(({ rdata }) => readDsRecord(rdata));
  if (records.some(({ algorithm }) => algorithm === 0)) return { state: 'remove' };
  if (records.length > 0) return { state: 'due', records };
  return { state: recordsOfType(keys.answers, 'DNSKEY').length > 0 ? 'not-yet' : 'unsigned' };
}
