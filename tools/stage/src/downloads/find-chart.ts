import type { PackedChart } from './pack-chart.ts';
import type { Download, FindDownload } from './start-download-server.ts';

/** Charts do not tell when they were made. */
const created = '2026-01-01T00:00:00Z';

/** A chart repository below a path: `index.yaml` with digests, and archives (Helm's "The Chart Repository Guide"). */
export function createChartFinder(options: {
  /** Without a slash at its end. */
  url: string;
  charts: () => Promise<readonly PackedChart[]>;
}): FindDownload {
  const { pathname: root } = new URL(options.url);
  return async (pathname): Promise<Download | undefined> => {
    if (!pathname.startsWith(`${root}/`)) return undefined;
    const charts = await options.charts();
    if (pathname === `${root}/index.yaml`)
      return { content: formatChartIndex(options.url, charts), contentType: 'text/yaml' };
    const chart = charts.find(({ fileName }) => pathname === `${root}/${fileName}`);
    return chart && { content: chart.archive, contentType: 'application/gzip' };
  };
}

/** JSON, which is YAML too. The newest version stands first, as `helm repo index` writes it. */
export function formatChartIndex(url: string, charts: readonly PackedChart[]): string {
  const newestFirst = charts.toSorted((a, b) =>
    b.metadata.version.localeCompare(a.metadata.version, 'en', { numeric: true }),
  );
  const entries: Record<string, object[]> = {};
  for (const { metadata, fileName, digest } of newestFirst)
    (entries[metadata.name] ??= []).push({ ...metadata, created, digest, urls: [`${url}/${fileName}`] });
  return `${JSON.stringify({ apiVersion: 'v1', entries, generated: created }, null, 2)}\n`;
}
