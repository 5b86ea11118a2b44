import type { DesiredRelease } from './desired-release.ts';
import { secretPaths } from './content-labels.ts';

/**
 * What helm keeps as the description of a revision: for people, and for the next plan, which must know which of the
 * values that were installed are not to be shown.
 */
export const describeRevision = (release: DesiredRelease): string =>
  `chart ${release.chart.name} ${release.chart.version}; secret values ${JSON.stringify(secretPaths(release))}`;

export interface ChartVersionName {
  name: string;
  version: string;
}

export interface DescribedRevision {
  chart: ChartVersionName;
  secretPaths: string[];
}

/** Undefined when somebody else wrote it. */
export function parseDescription(description: string): DescribedRevision | undefined {
  const match = /^chart (\S+) (\S+); secret values (\[.*\])$/.exec(description);
  if (match === null) return undefined;
  const [, name = '', version = '', list = ''] = match;
  try {
    const paths = JSON.parse(list) as unknown[];
    return { chart: { name, version }, secretPaths: paths.map(String) };
  } catch {
    return undefined;
  }
}
