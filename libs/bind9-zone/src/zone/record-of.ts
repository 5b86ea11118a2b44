import { formatWireName } from '../rdata/fields/domain-name.ts';
import { formatTypedRdata } from '../rdata/format-rdata.ts';
import { typeName } from '../rdata/type-names.ts';
import { WireReader } from '../rdata/wire-reader.ts';
import type { Zone, ZoneRecord } from './zone.ts';

/** A record of a zone as text. */
export function recordOf(zone: Zone, id: number): ZoneRecord {
  const { index } = zone;
  const { records } = index;
  const type = records.types[id] ?? 0;
  const from = new WireReader(records.data, records.startOf(id), records.endOf(id));
  return {
    name: formatWireName(index.spellingOf(id)),
    ttlSeconds: records.ttls[id] ?? 0,
    class: zone.class,
    type: typeName(type),
    data: formatTypedRdata(zone.types.get(type), from),
  };
}
