import { boardChartFolders } from './board-chart-folders.ts';
import { chartValues, type ChartValue } from './chart-values.ts';
import { rancherReleases } from './rancher-releases.ts';

/** A value that our chart takes though nobody has seen it in the real chart of the pinned version. */
export interface AssumedValue {
  chart: string;
  /** `ingress.tls[].secretName` */
  path: string;
  /** In one phrase. */
  why: string;
}

/** Charts that have values, with the versions they play. */
export function chartsWithValues(): { chart: string; versions: readonly string[] }[] {
  return [
    { chart: 'rancher', versions: rancherReleases.map(({ version }) => version) },
    ...boardChartFolders().map(({ name, version }) => ({ chart: name, versions: [version] })),
  ];
}

/**
 * Values of all charts that are only assumed: their schema says so, or what it cites is another version of the chart.
 * `hunt doctor` prints those that it sets before a first production run.
 *
 * @throws when a value cites nothing at all
 */
export function assumedValues(): AssumedValue[] {
  return chartsWithValues().flatMap(({ chart, versions }) =>
    chartValues(chart).flatMap((value) => {
      const why = whyAssumed(value, versions);
      return why === undefined ? [] : [{ chart, path: value.path, why }];
    }),
  );
}

/** @returns `undefined` for a value that was seen */
export function whyAssumed(
  { chart, path, source }: Pick<ChartValue, 'chart' | 'path' | 'source'>,
  versions: readonly string[],
): string | undefined {
  const [, assumed] = /^Assumption: (.+)$/.exec(source) ?? [];
  if (assumed !== undefined) return assumed;
  // The pages of facts were written from the pinned versions.
  if (/facts\/[a-z0-9-]+\.md/.test(source)) return undefined;
  const seen = [...source.matchAll(/([^\s(]+)@([\w.-]*\w)/g)].map(([, file = '', at = '']) => ({ file, at }));
  if (seen.length === 0) throw new Error(`${chart}: ${path} does not say where the real chart has it`);
  // A branch of the pinned version counts: v1.21 for v1.21.1.
  const isPinned = seen.some(({ at }) => versions.some((version) => `${version}.`.startsWith(`${at}.`)));
  if (isPinned) return undefined;
  return `seen in ${seen.map(({ file, at }) => `${file}@${at}`).join(' and ')}`;
}
