import { formatWireName } from '../rdata/fields/domain-name.ts';
import type { RecordTypes } from '../rdata/record-types.ts';
import { typeName } from '../rdata/type-names.ts';
import type { Report } from '../zone-text/report.ts';
import type { ZoneIndex } from '../zone/zone-index.ts';
import type { ZoneLookup } from './zone-lookup.ts';

/** What every check works on. */
export interface CheckContext {
  readonly index: ZoneIndex;
  readonly lookup: ZoneLookup;
  readonly report: Report;
  readonly isInternet: boolean;
  readonly types: RecordTypes;
}

/** A record's name as text. */
export function ownerText(context: CheckContext, id: number): string {
  return formatWireName(context.index.spellingOf(id));
}

/** A record as messages call it: `www.example. MX`. */
export function recordText(context: CheckContext, id: number): string {
  return `${ownerText(context, id)} ${typeName(context.index.records.types[id] ?? 0)}`;
}

/** Refuses the zone because of a record. */
export function refuse(context: CheckContext, id: number, code: string, message: string): void {
  const { records } = context.index;
  context.report.error(code, message, records.fileOf(id), records.lineOf(id));
}

/** Warns about a record, unless the severities have it otherwise. */
export function warnOf(context: CheckContext, id: number, code: string, message: string): void {
  const { records } = context.index;
  context.report.warning(code, message, records.fileOf(id), records.lineOf(id));
}
