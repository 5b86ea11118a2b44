import { alreadyExists, invalidArguments, notFound } from '../../http/api-error.ts';
import type { DnsRecord } from '../../state/dns-zone.ts';
import { isNameServerRecord } from '../zones/new-dns-zone.ts';
import { readData } from './read-data.ts';
import { readRecord, type SentRecord } from './read-record.ts';

/** One of the four, as it is sent. */
export interface SentChange {
  add?: { records: SentRecord[] } | null;
  set?: (Identifier & { records: SentRecord[] }) | null;
  delete?: Identifier | null;
  clear?: object | null;
}

interface Identifier {
  id?: string | null;
  id_fields?: { name: string; type: string; data?: string | null; ttl?: number | null } | null;
}

interface Changed {
  /** What the zone holds after the change. */
  records: DnsRecord[];
  /** What the change added or set. */
  touched: DnsRecord[];
}

/** What a change makes of the records of a zone; throws when it cannot be, and changes nothing itself. */
export function applyChange(
  zone: { name: string; records: readonly DnsRecord[] },
  change: SentChange,
  place: string,
  now: Date,
): Changed {
  // Assumption: a change that is not exactly one of add, set, delete and clear answers 400 invalid_arguments.
  const [kind, ...others] = (['add', 'set', 'delete', 'clear'] as const).filter((one) => change[one] != null);
  if (kind === undefined || others.length > 0) throw constraint(place);
  const read = (sent: SentRecord[]): DnsRecord[] =>
    sent.map((record, index) => readRecord(record, zone.name, `${place}.${kind}.records.${index}`, now));
  const { add, set, delete: remove } = change;
  if (add != null) return put(zone.records, read(add.records));
  if (set != null) {
    const replaced = identify(zone, set, `${place}.set`);
    const left = zone.records.filter((record) => !replaced.includes(record));
    return put(left, keepIds(read(set.records), replaced, set.id));
  }
  if (remove != null) {
    const removed = identify(zone, remove, `${place}.delete`);
    return { records: zone.records.filter((record) => !removed.includes(record)), touched: [] };
  }
  // Assumption: a zone that is cleared keeps the NS records of its name servers.
  return { records: zone.records.filter(isNameServerRecord), touched: [] };
}

function put(records: readonly DnsRecord[], added: readonly DnsRecord[]): Changed {
  const all = [...records];
  for (const record of added) {
    const same = all.find((one) => isSameRecord(one, record));
    // Assumption: a record that is there already is refused with 409 already_exists, the resource is `record`.
    if (same !== undefined) throw alreadyExists('record', same.id, 'set it instead of adding it');
    all.push(record);
  }
  return { records: all, touched: [...added] };
}

/** Set by its id, a record keeps it [domain-record-basic#21]. */
function keepIds(
  set: DnsRecord[],
  replaced: readonly DnsRecord[],
  id: string | null | undefined,
): DnsRecord[] {
  // Assumption: of several records that are set by one id the first keeps it.
  // Assumption: a record set by its fields keeps its id if its data stays; other records get new ids.
  return set.map((record, index) => {
    const same = replaced.find((one) => isSameRecord(one, record));
    const kept = id != null ? (index === 0 ? id : undefined) : same?.id;
    return kept === undefined ? record : { ...record, id: kept };
  });
}

/** The records that a change means; by fields there may be none. */
function identify(
  zone: { name: string; records: readonly DnsRecord[] },
  { id, id_fields: fields }: Identifier,
  place: string,
): DnsRecord[] {
  // Assumption: a change that names its record by none or by both of id and id_fields answers 400 invalid_arguments.
  if ((id == null) === (fields == null)) throw constraint(place);
  const found = zone.records.filter((record) =>
    fields == null
      ? record.id === id
      : record.name === fields.name.toLowerCase() &&
        record.type === fields.type &&
        (fields.data == null || hasData(record, fields.data, zone.name)) &&
        (fields.ttl == null || record.ttlSeconds === fields.ttl),
  );
  // Assumption: an unknown record id is 404 `record`; fields that no record has are no error.
  if (id != null && found.length === 0) throw notFound('record', id);
  if (found.some(isNameServerRecord)) throw constraint(place);
  return found;
}

const hasData = (record: DnsRecord, sent: string, zoneName: string): boolean =>
  record.data === sent || record.data === readData({ ...record, data: sent }, zoneName);

const isSameRecord = (a: DnsRecord, b: DnsRecord): boolean =>
  a.name === b.name && a.type === b.type && a.data === b.data;

const constraint = (place: string): Error => invalidArguments({ argument_name: place, reason: 'constraint' });
