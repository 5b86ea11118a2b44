import type { DataSource } from '../configuration/read-data-sources.ts';

/** One line of a panel: which series, and its newest value or log line. */
export interface PanelRow {
  labels: string;
  value: string;
}

interface Series {
  metric?: Record<string, string>;
  stream?: Record<string, string>;
  value?: [number, string];
  values?: [number | string, string][];
}

const linesPerQuery = 100;
const longestMs = 10_000;

/**
 * Really asks the data source, for now or for the last hour of logs.
 *
 * @throws what it says against the query, or why it does not answer
 */
export async function runPanelQuery({ type, url }: DataSource, expr: string, now: Date): Promise<PanelRow[]> {
  const path = type === 'prometheus' ? '/api/v1/query' : '/loki/api/v1/query_range';
  const range =
    type === 'prometheus'
      ? {}
      : {
          start: `${now.getTime() - 3_600_000}000000`,
          end: `${now.getTime()}000000`,
          limit: String(linesPerQuery),
        };
  const search = new URLSearchParams({ query: expr, ...range });
  const asked = new URL(`${path}?${search.toString()}`, url);
  const answer = await fetch(asked, { signal: AbortSignal.timeout(longestMs) });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${type} answers ${answer.status}: ${text}`);
  const { data } = JSON.parse(text) as { data: { resultType: string; result: Series[] | [number, string] } };
  if (data.resultType === 'scalar') return [{ labels: '', value: (data.result as [number, string])[1] }];
  return (data.result as Series[]).flatMap((series) => rowsOf(series, data.resultType));
}

function rowsOf({ metric, stream, value, values = [] }: Series, resultType: string): PanelRow[] {
  const labels = Object.entries(metric ?? stream ?? {})
    .map(([name, text]) => `${name}="${text}"`)
    .join(', ');
  if (resultType === 'streams') return values.map(([, line]) => ({ labels, value: line }));
  return [{ labels, value: (value ?? values.at(-1))?.[1] ?? '' }];
}
