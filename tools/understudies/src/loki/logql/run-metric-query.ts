import { formatLabels, pickLabels, type Labels } from '../labels.ts';
import { LokiError } from '../loki-error.ts';
import type { LogStore } from '../store/log-store.ts';
import type { Grouping, MetricExpression, VectorOperation } from './expression.ts';
import { labelsOf, runPipeline, type Sample } from './run-pipeline.ts';

/** Values by the labels they belong to, at one moment. A number has none. */
export type Vector = Map<string, { labels: Labels; value: number }>;

/** One range of times and lines of it, read once for all moments. */
export interface MetricQuery {
  at: (timestampNs: bigint) => Vector | number;
}

/** Reads what the moments from `startNs` to `endNs` need. @throws LokiError 400 for lines that a parser cannot read */
export function prepareMetricQuery(
  store: LogStore,
  expression: MetricExpression,
  startNs: bigint,
  endNs: bigint,
): MetricQuery {
  const prepare = (inner: MetricExpression): MetricQuery => prepareMetricQuery(store, inner, startNs, endNs);
  switch (expression.kind) {
    case 'number':
      return { at: () => expression.value };
    case 'vector':
      return { at: () => new Map([['{}', { labels: {}, value: expression.value }]]) };
    case 'arithmetic': {
      const [left, right] = [prepare(expression.left), prepare(expression.right)];
      return { at: (time) => combine(left.at(time), right.at(time), expression.operator) };
    }
    case 'aggregation': {
      const of = prepare(expression.of);
      const { operation, grouping, count } = expression;
      return { at: (time) => aggregate(of.at(time), operation, grouping, count) };
    }
    case 'range':
      return prepareRange(store, expression, startNs, endNs);
  }
}

interface Series {
  labels: Labels;
  times: bigint[];
  /** Sums of the bytes of all lines before, one more than there are lines. */
  bytesBefore: number[];
}

function prepareRange(
  store: LogStore,
  { operation, log, rangeNs }: Extract<MetricExpression, { kind: 'range' }>,
  startNs: bigint,
  endNs: bigint,
): MetricQuery {
  const all = new Map<string, Series>();
  for (const stream of store.select(log.matchers, startNs - rangeNs + 1n, endNs + 1n)) {
    // Most lines of a stream differ in nothing but their level, if in that.
    const seriesOfLevel = new Map<string | undefined, Series>();
    for (const entry of stream.entries) {
      const sample = runPipeline(stream, entry, log.stages);
      if (sample === undefined) continue;
      const known = seriesOfLevel.get(levelAlone(sample));
      if (known !== undefined) {
        addSample(known, sample);
        continue;
      }
      const labels = labelsOf(sample);
      const key = formatLabels(labels);
      if (labels['__error__'] !== undefined)
        throw new LokiError(
          400,
          `pipeline error: '${labels['__error__']}' for series: '${key}'.\nUse a label filter to intentionally skip this error. (e.g | __error__!="${labels['__error__']}")`,
        );
      const series = all.get(key) ?? { labels, times: [], bytesBefore: [0] };
      all.set(key, series);
      addSample(series, sample);
      const level = levelAlone(sample);
      if (level !== undefined) seriesOfLevel.set(level, series);
    }
  }
  const seconds = Number(rangeNs) / 1e9;
  const measure = (lines: number, bytes: number): number => {
    const amount = operation.startsWith('bytes') ? bytes : lines;
    return operation.endsWith('rate') ? amount / seconds : amount;
  };
  return {
    at: (time) => {
      const vector: Vector = new Map();
      for (const [key, { labels, times, bytesBefore }] of all) {
        // A range takes its end and not its beginning.
        const from = firstAfter(times, time - rangeNs);
        const to = firstAfter(times, time);
        if (to === from) continue;
        const bytes = (bytesBefore[to] ?? 0) - (bytesBefore[from] ?? 0);
        vector.set(key, { labels, value: measure(to - from, bytes) });
      }
      return vector;
    },
  };
}

function addSample({ times, bytesBefore }: Series, { timestampNs, line }: Sample): void {
  times.push(timestampNs);
  bytesBefore.push((bytesBefore.at(-1) ?? 0) + Buffer.byteLength(line));
}

/** The level of a line that has no other label of its own. */
function levelAlone({ metadata, parsed }: Sample): string | undefined {
  if (Object.keys(parsed).length > 0 || Object.keys(metadata).length > 1) return undefined;
  return metadata['detected_level'];
}

function firstAfter(times: readonly bigint[], time: bigint): number {
  let low = 0;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((times[middle] as bigint) <= time) low = middle + 1;
    else high = middle;
  }
  return low;
}

function aggregate(
  of: Vector | number,
  operation: VectorOperation,
  { names, isWithout }: Grouping,
  count: number | undefined,
): Vector {
  if (typeof of === 'number') throw new LokiError(400, `parse error : unexpected scalar in ${operation}`);
  const groups = new Map<string, { labels: Labels; members: { labels: Labels; value: number }[] }>();
  for (const member of of.values()) {
    const labels = pickLabels(member.labels, names, isWithout);
    const key = formatLabels(labels);
    const group = groups.get(key) ?? { labels, members: [] };
    groups.set(key, group);
    group.members.push(member);
  }
  const vector: Vector = new Map();
  for (const [key, { labels, members }] of groups) {
    if (count === undefined) {
      vector.set(key, {
        labels,
        value: summarize(
          operation,
          members.map(({ value }) => value),
        ),
      });
      continue;
    }
    const sign = operation === 'topk' ? -1 : 1;
    const best = members.toSorted((a, b) => sign * (a.value - b.value)).slice(0, count);
    for (const member of best) vector.set(formatLabels(member.labels), member);
  }
  return vector;
}

function summarize(operation: VectorOperation, values: readonly number[]): number {
  const sum = values.reduce((all, value) => all + value, 0);
  switch (operation) {
    case 'avg':
      return sum / values.length;
    case 'min':
      return Math.min(...values);
    case 'max':
      return Math.max(...values);
    case 'count':
      return values.length;
    default:
      return sum;
  }
}

function combine(
  left: Vector | number,
  right: Vector | number,
  operator: '+' | '-' | '*' | '/',
): Vector | number {
  if (typeof left === 'number' && typeof right === 'number') return calculate(left, right, operator);
  const result: Vector = new Map();
  if (typeof left === 'number') {
    for (const [key, one] of right as Vector)
      result.set(key, { ...one, value: calculate(left, one.value, operator) });
    return result;
  }
  for (const [key, one] of left) {
    const other = typeof right === 'number' ? right : right.get(key)?.value;
    if (other !== undefined) result.set(key, { ...one, value: calculate(one.value, other, operator) });
  }
  return result;
}

function calculate(left: number, right: number, operator: '+' | '-' | '*' | '/'): number {
  switch (operator) {
    case '+':
      return left + right;
    case '-':
      return left - right;
    case '*':
      return left * right;
    case '/':
      return left / right;
  }
}
