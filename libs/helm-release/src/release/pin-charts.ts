import type { DesiredRelease } from './desired-release.ts';

/** What a chart was found to be. Entries of a plan's `unpinned` are pins. */
export interface ChartPin {
  repository: string;
  chart: string;
  version: string;
  /** Of its archive, 64 hexadecimal digits. */
  sha256: string;
}

/**
 * Releases with the pins that are known of their charts. A pin that a release has itself stays. Pure.
 *
 * @example
 * const pinned = pinCharts(releases, JSON.parse(kept));
 * const plan = planReleases(await readReleases(helm, pinned), pinned);
 * kept = JSON.stringify([...JSON.parse(kept), ...plan.unpinned]);
 */
export function pinCharts(releases: readonly DesiredRelease[], pins: readonly ChartPin[]): DesiredRelease[] {
  return releases.map((release) => {
    const { chart } = release;
    const pin = pins.find(
      ({ repository, chart: name, version }) =>
        repository === chart.repository && name === chart.name && version === chart.version,
    );
    if (pin === undefined || chart.sha256 !== undefined) return release;
    return { ...release, chart: { ...chart, sha256: pin.sha256 } };
  });
}
