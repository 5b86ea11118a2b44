import type { Finding } from '../zone-text/finding.ts';
import { type ParseZoneOptions, parseInMemory } from '../zone-text/parse-zone.ts';
import type { ParserState } from '../zone-text/parser-state.ts';
import type { Zone } from '../zone/zone.ts';
import { checkInto } from './check-zone.ts';

/** What there is to say about a zone file. */
export interface ZoneReport {
  /** Whether named would load the zone. */
  readonly isAccepted: boolean;
  /** Errors and warnings of parse and check, by file and line. */
  readonly findings: readonly Finding[];
  /** Findings that were left out because there were too many. */
  readonly leftOutCount: number;
  readonly recordCount: number;
  /** The zone, when it could be parsed without an error. */
  readonly zone: Zone | undefined;
}

/**
 * Parses and checks the text of a zone and tells everything that is wrong with it. Does not throw for a bad zone.
 *
 * @example
 * ```ts
 * import { checkZoneText } from '@wescale/bind9-zone';
 * const report = checkZoneText('@ A 192.0.2.256\n', { origin: 'example.' });
 * console.log(report.isAccepted, report.findings[0]?.message);
 * ```
 */
export function checkZoneText(text: string | Uint8Array, options: ParseZoneOptions): ZoneReport {
  const { state, zone } = parseInMemory(text, options);
  return reportOf(state, zone);
}

/** Checks what was parsed, and puts all findings together. */
export function reportOf(state: ParserState, zone: Zone): ZoneReport {
  const { report } = state;
  const isParsed = report.errorCount === 0;
  if (isParsed) checkInto(zone, report);
  const files = new Map(report.files.map((file, index) => [file, index]));
  const place = ({ file, line }: Finding): number => (files.get(file) ?? 0) * 2 ** 32 + line;
  return {
    isAccepted: report.errorCount === 0,
    findings: report.findings.toSorted((one, other) => place(one) - place(other)),
    leftOutCount: report.leftOutCount,
    recordCount: zone.recordCount,
    zone: isParsed ? zone : undefined,
  };
}
