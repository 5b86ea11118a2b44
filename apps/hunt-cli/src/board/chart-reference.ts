import type { ChartReference } from '@wescale/helm-release';
import type { Hunt } from '../configuration/hunt-schema.ts';
import type { Internet } from '../environment/internet.ts';
import { boardCharts, type ChartName } from './charts.ts';

/** Where a chart is fetched from in this environment, and in which version. */
export function chartReference(name: ChartName, hunt: Hunt, internet: Internet): ChartReference {
  const pinned = boardCharts[name];
  const version = hunt.board.charts[name]?.version ?? pinned.version;
  const standIn = internet.chartRepositories?.[pinned.repository];
  if (standIn !== undefined) return { repository: standIn, name, version, isPlainHttp: true };
  const isPinned = version === pinned.version && pinned.sha256 !== undefined;
  return { repository: pinned.repository, name, version, ...(isPinned ? { sha256: pinned.sha256 } : {}) };
}
