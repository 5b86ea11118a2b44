import { formatLabels, type Labels } from '../labels.ts';
import type { LogStore } from '../store/log-store.ts';
import type { LogExpression } from './expression.ts';
import { labelsOf, runPipeline, type Sample } from './run-pipeline.ts';

export interface LogQueryOptions {
  startNs: bigint;
  /** The first time that is not asked for any more. */
  endNs: bigint;
  limit: number;
  direction: 'backward' | 'forward';
  /** Whether labels of lines are told apart from those of streams: `X-Loki-Response-Encoding-Flags: categorize-labels`. */
  isCategorized: boolean;
}

export interface LogResult {
  stream: Labels;
  values: (readonly [string, string] | readonly [string, string, Categories])[];
}

interface Categories {
  structuredMetadata?: Labels;
  parsed?: Labels;
}

/** The newest lines, or the oldest, each under the labels it has at the end of the pipeline. */
export function runLogQuery(
  store: LogStore,
  { matchers, stages }: LogExpression,
  options: LogQueryOptions,
): LogResult[] {
  const samples: Sample[] = [];
  for (const stream of store.select(matchers, options.startNs, options.endNs))
    for (const entry of stream.entries) {
      const sample = runPipeline(stream, entry, stages);
      if (sample !== undefined) samples.push(sample);
    }
  const sign = options.direction === 'forward' ? 1 : -1;
  const wanted = samples
    .toSorted((a, b) => sign * (a.timestampNs < b.timestampNs ? -1 : a.timestampNs > b.timestampNs ? 1 : 0))
    .slice(0, options.limit);
  const results = new Map<string, LogResult>();
  for (const sample of wanted) {
    const stream = options.isCategorized ? sample.stream : labelsOf(sample);
    const key = formatLabels(stream);
    const result = results.get(key) ?? { stream, values: [] };
    results.set(key, result);
    const value = [String(sample.timestampNs), sample.line] as const;
    result.values.push(options.isCategorized ? [...value, categoriesOf(sample)] : value);
  }
  return [...results.values()];
}

const categoriesOf = ({ metadata, parsed }: Sample): Categories => ({
  ...(Object.keys(metadata).length === 0 ? {} : { structuredMetadata: metadata }),
  ...(Object.keys(parsed).length === 0 ? {} : { parsed }),
});
