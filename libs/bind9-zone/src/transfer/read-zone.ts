import { formatServer, type DnsServer } from '../exchange/dns-server.ts';
import { MalformedMessageError } from '../message/errors.ts';
import { formatRdata } from '../rdata/format-rdata.ts';
import { typeName } from '../rdata/type-names.ts';
import type { Prerequisite } from '../update/update.ts';
import type { Zone } from '../zone/zone.ts';
import { parseZone } from '../zone-text/parse-zone.ts';
import { applyDeltas } from './apply-deltas.ts';
import { transferZone, transferZoneChanges, type TransferOptions } from './transfer-zone.ts';
import type { FullTransfer } from './zone-transfer.ts';

export interface ReadZoneOptions extends TransferOptions {
  /** A copy read before: the server then sends only what changed since, if it still knows. @default none */
  readonly copy?: ZoneCopy;
}

/** A zone as a server had it. */
export interface ZoneCopy {
  readonly serial: number;
  readonly zone: Zone;
  /** The same in wire form. */
  readonly transfer: FullTransfer;
}

async function readTransfer(
  server: DnsServer,
  zone: string,
  options: ReadZoneOptions,
): Promise<FullTransfer> {
  const { copy, ...rest } = options;
  if (copy === undefined) return transferZone(server, zone, rest);
  const changes = await transferZoneChanges(server, zone, copy.serial, rest);
  switch (changes.kind) {
    case 'unchanged':
      // A server that went back to an older zone is not "unchanged": its serial says so.
      return changes.serial === copy.serial ? copy.transfer : transferZone(server, zone, rest);
    case 'full':
      return changes;
    case 'incremental':
      return applyDeltas(copy.transfer, changes) ?? transferZone(server, zone, rest);
  }
}

/** Through its text, which is what the rest of the library is about; every record of it is checked on the way. */
function toZone(origin: string, transfer: FullTransfer, server: DnsServer): Zone {
  const lines = transfer.records.map(
    ({ name, type, ttlSeconds, rdata }) =>
      `${name} ${ttlSeconds} ${typeName(type)} ${formatRdata(type, rdata)}\n`,
  );
  return parseZone(lines.join(''), { origin, file: `zone of ${formatServer(server)}` });
}

/**
 * Reads a zone from a server that holds it, ready to be compared or printed: by AXFR, or by IXFR when a copy is
 * given.
 *
 * @throws as {@link transferZone}
 */
export async function readZone(
  server: DnsServer,
  zone: string,
  options: ReadZoneOptions = {},
): Promise<ZoneCopy> {
  const transfer = await readTransfer(server, zone, options);
  const isCopy = transfer === options.copy?.transfer;
  return {
    serial: transfer.serial,
    transfer,
    zone: isCopy ? options.copy.zone : toZone(zone, transfer, server),
  };
}

/**
 * The prerequisite that a zone still is as it was read: its SOA record, serial included, has not changed. Put it
 * into an update that was planned from the copy, and it fails when somebody else was faster.
 */
export function unchangedSince(copy: ZoneCopy): Prerequisite {
  const [soa] = copy.transfer.records;
  if (soa === undefined) throw new MalformedMessageError('a zone without an SOA record');
  return { kind: 'set-equals', name: soa.name, type: 'SOA', data: [formatRdata(soa.type, soa.rdata)] };
}
