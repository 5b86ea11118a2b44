import { indexFile, type ReadZoneFileOptions } from '../zone-text/read-zone-file.ts';
import { reportOf, type ZoneReport } from './check-zone-text.ts';

/**
 * Reads and checks a zone file, and those it includes, and tells everything that is wrong with it. Does not throw for a
 * bad zone, nor for a file that cannot be read: these are findings.
 *
 * @throws what `signal` was aborted with
 * @example
 * ```ts
 * import { checkZoneFile, formatFinding } from '@wescale/bind9-zone';
 * const report = await checkZoneFile('missing.db', { origin: 'example.' });
 * console.log(report.isAccepted, report.findings.map(formatFinding)); // false, one finding
 * ```
 */
export async function checkZoneFile(path: string, options: ReadZoneFileOptions): Promise<ZoneReport> {
  const { state, zone } = await indexFile(path, options);
  return reportOf(state, zone);
}
