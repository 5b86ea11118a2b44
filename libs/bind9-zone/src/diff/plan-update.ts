import type { UpdateStep, ZoneUpdate } from '../update/update.ts';
import type { ZoneChange, ZoneDiff } from './diff-zones.ts';

/** The steps of one change. Adding a record that exists gives its whole set the TTL, as named does it. */
function stepsOf(change: ZoneChange): UpdateStep[] {
  const { name, type, ttlSeconds, data } = change.record;
  switch (change.kind) {
    case 'remove':
      return [{ kind: 'delete-record', name, type, data }];
    case 'add':
    case 'set-ttl':
      return [{ kind: 'add', name, type, ttlSeconds, data }];
    case 'replace':
      // The server replaces an SOA or a CNAME by the one that is added (RFC 2136 section 3.4.2.2); not a DNAME.
      return [
        ...(type === 'DNAME' ? [{ kind: 'delete-set', name, type } as const] : []),
        { kind: 'add', name, type, ttlSeconds, data },
      ];
  }
}

/**
 * A diff as one dynamic update: done whole or not at all. It has to fit a message, 64 KiB: thousands of records do.
 *
 * A changed SOA is part of it only when its serial is newer, since the server ignores any other; without one the
 * server counts the serial up by itself.
 *
 * @example
 * ```ts
 * import { diffZones, parseZone, planUpdate } from '@wescale/bind9-zone';
 * const text = '$TTL 1h\n@ SOA ns1 admin 1 1h 15m 1w 1h\n@ NS ns1\nns1 A 192.0.2.1\n';
 * const before = parseZone(text, { origin: 'example.' });
 * const after = parseZone(`${text}www A 192.0.2.2\n`, { origin: 'example.' });
 * console.log(planUpdate(diffZones(before, after)).steps); // one step: add www.example.
 * ```
 */
export function planUpdate(diff: ZoneDiff): ZoneUpdate {
  const changes = diff.changes.filter(({ record }) => record.type !== 'SOA' || diff.serial.isNewer);
  return { zone: diff.zone, steps: changes.flatMap(stepsOf) };
}
