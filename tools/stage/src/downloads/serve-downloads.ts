/**
 * The downloads of a single Debian machine, in its network: `node serve-downloads.ts NAMESPACE NUMBER` tells its parent
 * where they are, asks it for what is to be made, and is gone with it.
 */
import { createSupplyDesk } from '../supplies/supply-desk.ts';
import type { SupplyName, SupplyReport } from '../supplies/supply.ts';
import type { Downloads } from './start-downloads.ts';
import { startDownloads } from './start-downloads.ts';

/** What it tells its parent. */
export type DownloadsMessage =
  { kind: 'wanted'; supply: SupplyName } | { kind: 'ready'; downloads: Downloads };

process.once('disconnect', () => process.exit());
const tell = (message: DownloadsMessage): void => {
  process.send?.(message);
};
const desk = createSupplyDesk((supply) => tell({ kind: 'wanted', supply }));
process.on('message', (report) => desk.deliver(report as SupplyReport));
const downloads = await startDownloads({
  number: Number(process.argv[3]),
  desk,
  onMissing: (line) => console.error(line),
});
tell({ kind: 'ready', downloads });
