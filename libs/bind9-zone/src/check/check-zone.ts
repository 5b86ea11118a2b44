import { encodeName } from '../names/encode-name.ts';
import type { Zone } from '../zone/zone.ts';
import type { Finding } from '../zone-text/finding.ts';
import { Report, type Severities } from '../zone-text/report.ts';
import type { CheckContext } from './check-context.ts';
import { checkDeprecated, checkDnssec } from './check-dnssec.ts';
import { checkHostNames } from './check-host-names.ts';
import { checkNameRecords } from './check-name-records.ts';
import { checkTargets, checkTopServers } from './check-targets.ts';
import { ZoneLookup } from './zone-lookup.ts';

const ns = 2;
const soa = 6;

/** Options of {@link checkZone}. */
export interface CheckZoneOptions {
  /**
   * Severities by code of finding, for those that are warnings by default. {@link strictSeverities} has what
   * `named-compilezone` refuses.
   */
  readonly severities?: Severities;
  /** Findings of each severity that are told. @default 100 */
  readonly maxFindings?: number;
}

/** What `named-compilezone` refuses beyond `named-checkzone`: bad names, name servers that are addresses. */
export const strictSeverities: Severities = {
  'bad-name': 'error',
  'bad-owner-name': 'error',
  'ns-is-address': 'error',
};

/**
 * Checks what a zone means: everything `named-checkzone` refuses, and what it warns about. Findings are plain data;
 * an error means that named would not load the zone.
 *
 * Names outside the zone are not looked up, as with `named-checkzone -i local`.
 *
 * @example
 * ```ts
 * import { checkZone, formatFinding, parseZone } from '@wescale/bind9-zone';
 * const zone = parseZone('$TTL 1h\n@ SOA ns1 admin 1 1h 15m 1w 1h\n  NS ns1\nwww CNAME web\nwww A 192.0.2.1\n', {
 *   origin: 'example.',
 * });
 * for (const finding of checkZone(zone)) console.log(formatFinding(finding));
 * ```
 */
export function checkZone(zone: Zone, options: CheckZoneOptions = {}): Finding[] {
  const report = new Report([...zone.files], options.maxFindings ?? 100, options.severities ?? {});
  checkInto(zone, report);
  return report.findings;
}

/** Checks a zone and adds to the findings of its parse. */
export function checkInto(zone: Zone, report: Report): void {
  const { index } = zone;
  const lookup = new ZoneLookup(index, encodeName(zone.origin));
  const context: CheckContext = { index, lookup, report, isInternet: zone.class === 'IN', types: zone.types };
  checkTop(zone, context);
  if (lookup.top < 0) return;
  if (context.isInternet) checkTopServers(context);
  for (let name = 0; name < index.names.size; name += 1) {
    if (index.firstOf(name) < 0) continue;
    checkNameRecords(context, name);
    checkHostNames(context, name);
    checkTargets(context, name);
    checkDeprecated(context, name);
  }
  checkDnssec(context);
}

/** A zone has one SOA, and name servers. */
function checkTop(zone: Zone, { report, lookup }: CheckContext): void {
  if (lookup.top < 0 || !lookup.hasType(lookup.top, soa)) {
    report.error('no-soa', `no SOA record at the top of the zone, ${zone.origin}`, 0, 0);
  }
  if (lookup.top < 0 || !lookup.hasType(lookup.top, ns)) {
    report.error('no-ns', `no NS record at the top of the zone, ${zone.origin}`, 0, 0);
  }
}
