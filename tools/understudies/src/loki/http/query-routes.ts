import { nanosecondsPerHour } from '../configuration/duration.ts';
import type { Labels } from '../labels.ts';
import { nowNs, type Loki } from '../loki.ts';
import { LokiError } from '../loki-error.ts';
import type { MetricExpression } from '../logql/expression.ts';
import { parseQuery } from '../logql/parse-query.ts';
import { runLogQuery } from '../logql/run-log-query.ts';
import { prepareMetricQuery, type Vector } from '../logql/run-metric-query.ts';
import { limits } from '../push/limits.ts';
import { success, type Answer, type LokiRequest } from './answer.ts';
import { parseTimestampNs, readBounds, readDirection, readLimit, readStepNs } from './read-parameters.ts';

/** `GET` and `POST /loki/api/v1/query_range` (Loki's HTTP API, "Query logs within a range of time"). */
export function queryRange(loki: Loki, { parameters, headers }: LokiRequest): Answer {
  const limit = readLimit(parameters);
  const { startNs, endNs } = readBounds(parameters, nowNs(loki), nanosecondsPerHour);
  if (endNs < startNs) throw new LokiError(400, 'end timestamp must not be before or equal to start time');
  const stepNs = readStepNs(parameters, startNs, endNs);
  const direction = readDirection(parameters);
  const expression = parseQuery(readQuery(parameters));
  if (endNs - startNs > limits.queryLengthNs)
    throw new LokiError(
      400,
      `the query time range exceeds the limit (query length: ${(endNs - startNs) / nanosecondsPerHour}h, limit: 30d1h)`,
    );
  if (expression.kind === 'log') {
    const isCategorized = (headers['x-loki-response-encoding-flags'] ?? '').includes('categorize-labels');
    const result = runLogQuery(loki.store, expression, { startNs, endNs, limit, direction, isCategorized });
    const encodingFlags = isCategorized ? { encodingFlags: ['categorize-labels'] } : {};
    const lines = result.reduce((sum, { values }) => sum + values.length, 0);
    return success({ resultType: 'streams', ...encodingFlags, result, stats: statsOf(lines) });
  }
  if ((endNs - startNs) / stepNs > 11_000n)
    throw new LokiError(
      400,
      'exceeded maximum resolution of 11,000 points per time series. Try increasing the value of the step parameter',
    );
  const align = (time: bigint): bigint => (loki.configuration.alignsWithStep ? time - (time % stepNs) : time);
  const result = matrixOf(loki, expression, { startNs: align(startNs), endNs: align(endNs), stepNs });
  return success({ resultType: 'matrix', result, stats: statsOf(result.length) });
}

/** `GET` and `POST /loki/api/v1/query`: metrics at one moment. */
export function query(loki: Loki, { parameters }: LokiRequest): Answer {
  readLimit(parameters);
  const time = parameters.get('time') ?? '';
  const at = time === '' ? nowNs(loki) : parseTimestampNs(time);
  const expression = parseQuery(readQuery(parameters));
  if (expression.kind === 'log')
    throw new LokiError(
      400,
      'log queries are not supported as an instant query type, please change your query to a range query type',
    );
  const value = prepareMetricQuery(loki.store, expression, at, at).at(at);
  if (typeof value === 'number')
    return success({ resultType: 'scalar', result: [seconds(at), String(value)], stats: statsOf(1) });
  const result = [...value.values()].map((one) => ({
    metric: one.labels,
    value: [seconds(at), String(one.value)],
  }));
  return success({ resultType: 'vector', result, stats: statsOf(result.length) });
}

interface Series {
  metric: Labels;
  values: [number, string][];
}

function matrixOf(
  loki: Loki,
  expression: MetricExpression,
  { startNs, endNs, stepNs }: { startNs: bigint; endNs: bigint; stepNs: bigint },
): Series[] {
  const prepared = prepareMetricQuery(loki.store, expression, startNs, endNs);
  const all = new Map<string, Series>();
  for (let time = startNs; time <= endNs; time += stepNs) {
    const vector = prepared.at(time);
    const found: Vector =
      typeof vector === 'number' ? new Map([['{}', { labels: {}, value: vector }]]) : vector;
    for (const [key, { labels, value }] of found) {
      const series = all.get(key) ?? { metric: labels, values: [] };
      all.set(key, series);
      series.values.push([seconds(time), String(value)]);
    }
  }
  return [...all.values()];
}

function readQuery(parameters: URLSearchParams): string {
  const text = parameters.get('query') ?? '';
  if (text.trim() === '') throw new LokiError(400, 'parse error : empty query');
  return text;
}

const seconds = (timestampNs: bigint): number => Number(timestampNs / 1_000_000n) / 1000;

/** Of the real one's long report what is known here. */
const statsOf = (returned: number): object => ({ summary: { totalEntriesReturned: returned } });
