import type { PlayedChart } from '@wescale/understudies';

/** Where Rancher's chart is published [facts/k3s-rancher.md 3]. */
export const rancherRepository = 'https://releases.rancher.com/server-charts/stable';

/** Where a stage stands in for real chart repositories. */
interface ChartServers {
  /** Scheme and host of the server of charts. */
  charts: string;
  /** Host and port of the registry. */
  registry: string;
}

/**
 * The stage's place for a real chart repository: the same path, below the real host's name where it is one server for
 * all. A registry's name is not part of its path: one registry stands in for every other.
 */
export function placeRepository(real: string, { charts, registry }: ChartServers): string {
  const { protocol, host, pathname } = new URL(real);
  return protocol === 'oci:' ? `oci://${registry}${pathname}` : `${charts}/${host}${pathname}`;
}

/** The stage's place of each repository, by the real one's URL. */
export function placeRepositories(
  charts: readonly Pick<PlayedChart, 'repository'>[],
  servers: ChartServers,
): Record<string, string> {
  const all = new Set([rancherRepository, ...charts.map(({ repository }) => repository)]);
  return Object.fromEntries([...all].map((real) => [real, placeRepository(real, servers)]));
}
