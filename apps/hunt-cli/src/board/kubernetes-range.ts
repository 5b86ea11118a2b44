import type { Hunt } from '../configuration/hunt-schema.ts';
import { boardCharts, type ChartName } from './charts.ts';

/** A part of a board that was made for some versions of Kubernetes and not for others. */
export interface KubernetesRange {
  /** `cert-manager v1.21.1` */
  what: string;
  /** Minor versions, both inclusive; open where nobody names one. */
  from?: string;
  to?: string;
}

/** Minor versions that a Rancher imports (facts/k3s-rancher.md 3, Support); of others its own words count. */
const rancherRanges: Readonly<Record<string, { from: string; to: string }>> = {
  '2.14': { from: '1.33', to: '1.35' },
  '2.15': { from: '1.34', to: '1.36' },
};

/** What a board's version of Kubernetes has to suit. */
export function boardRanges(hunt: Hunt, charts: readonly string[]): KubernetesRange[] {
  const minor = hunt.rancher.version.split('.', 2).join('.');
  return [
    { what: `Rancher ${hunt.rancher.version}`, ...rancherRanges[minor] },
    ...charts.map((name) => {
      const { version: pinned, kubernetes } = boardCharts[name as ChartName];
      const { version = pinned } = hunt.board.charts[name as ChartName] ?? {};
      // Of another version than the pinned one, the chart itself says what it wants.
      return { what: `${name} ${version}`, ...(version === pinned ? kubernetes : {}) };
    }),
  ];
}

/**
 * What does not suit a version, a sentence each (pure).
 *
 * @param version `1.36.3`
 */
export function findMisfits(version: string, ranges: readonly KubernetesRange[]): string[] {
  const joint = jointRange(ranges);
  const minor = minorOf(version);
  return ranges
    .filter(
      ({ from, to }) =>
        (from !== undefined && minor < minorOf(from)) || (to !== undefined && minor > minorOf(to)),
    )
    .map(
      ({ what, from, to }) =>
        `board.kubernetes.version ${version} is not for ${what}, which wants ${describe({ from, to })}; all parts together want ${describe(joint)}`,
    );
}

function jointRange(ranges: readonly KubernetesRange[]): {
  from?: string | undefined;
  to?: string | undefined;
} {
  const from = ranges.flatMap((range) => range.from ?? []).toSorted((a, b) => minorOf(b) - minorOf(a))[0];
  const to = ranges.flatMap((range) => range.to ?? []).toSorted((a, b) => minorOf(a) - minorOf(b))[0];
  return { from, to };
}

function describe({ from, to }: { from?: string | undefined; to?: string | undefined }): string {
  if (from === undefined) return to === undefined ? 'any' : `${to} at most`;
  return to === undefined ? `${from} at least` : `${from} to ${to}`;
}

const minorOf = (version: string): number => Number(version.split('.')[1]);
