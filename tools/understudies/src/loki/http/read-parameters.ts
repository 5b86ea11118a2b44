import { nanosecondsPerSecond, parseDurationNs } from '../configuration/duration.ts';
import { LokiError } from '../loki-error.ts';
import { limits } from '../push/limits.ts';

/** Seconds with or without a fraction, nanoseconds, or RFC 3339 (grafana/loki pkg/loghttp/params.go, `parseTimestamp`). */
export function parseTimestampNs(text: string): bigint {
  if (/^\d+\.\d+$/.test(text)) return BigInt(Math.round(Number(text) * 1000)) * 1_000_000n;
  // A whole number of at most ten digits is seconds.
  if (/^-?\d+$/.test(text)) return text.length <= 10 ? BigInt(text) * nanosecondsPerSecond : BigInt(text);
  const found = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?(Z|[+-]\d\d:\d\d)$/.exec(text);
  const [, second = '', fraction = '', zone = ''] = found ?? [];
  const timeMs = Date.parse(`${second}${zone}`);
  if (found === null || Number.isNaN(timeMs))
    throw new LokiError(400, `could not parse '${text}' as a timestamp`);
  return BigInt(timeMs) * 1_000_000n + BigInt(fraction.padEnd(9, '0'));
}

/** From `start` to `end`, or for the time `since` before the end. */
export function readBounds(
  parameters: URLSearchParams,
  nowNs: bigint,
  defaultSinceNs: bigint,
): { startNs: bigint; endNs: bigint } {
  const [start, end, since] = ['start', 'end', 'since'].map((name) => parameters.get(name) ?? '');
  const endNs = end === undefined || end === '' ? nowNs : parseTimestampNs(end);
  if (start !== undefined && start !== '') return { startNs: parseTimestampNs(start), endNs };
  const sinceNs = since === undefined || since === '' ? defaultSinceNs : parseDurationNs(since);
  if (sinceNs === undefined)
    throw new LokiError(
      400,
      `could not parse 'since' parameter: not a valid duration string: ${JSON.stringify(since)}`,
    );
  return { startNs: (endNs < nowNs ? endNs : nowNs) - sinceNs, endNs };
}

/** How many lines. */
export function readLimit(parameters: URLSearchParams): number {
  const text = parameters.get('limit') ?? '';
  if (text === '') return 100;
  const limit = /^-?\d+$/.test(text) ? Number(text) : NaN;
  if (Number.isNaN(limit))
    throw new LokiError(400, `strconv.Atoi: parsing ${JSON.stringify(text)}: invalid syntax`);
  if (limit <= 0) throw new LokiError(400, 'limit must be a positive value');
  if (limit > limits.entriesPerQuery)
    throw new LokiError(
      400,
      `max entries limit per query exceeded, limit > max_entries_limit_per_query (${limit} > ${limits.entriesPerQuery})`,
    );
  return limit;
}

export function readDirection(parameters: URLSearchParams): 'backward' | 'forward' {
  const direction = (parameters.get('direction') ?? 'backward').toLowerCase();
  if (direction !== 'backward' && direction !== 'forward')
    throw new LokiError(400, `invalid direction '${direction}'`);
  return direction;
}

/** Seconds or a duration; by default a 250th of the time, and at least a second. */
export function readStepNs(parameters: URLSearchParams, startNs: bigint, endNs: bigint): bigint {
  const text = parameters.get('step') ?? '';
  if (text === '') {
    const step = (endNs - startNs) / 250n / nanosecondsPerSecond;
    return (step < 1n ? 1n : step) * nanosecondsPerSecond;
  }
  const isNumber = /^-?\d+(\.\d+)?$/.test(text);
  const stepNs = isNumber ? BigInt(Math.round(Number(text) * 1000)) * 1_000_000n : parseDurationNs(text);
  if (stepNs === undefined)
    throw new LokiError(400, `cannot parse ${JSON.stringify(text)} to a valid duration`);
  if (stepNs <= 0n)
    throw new LokiError(
      400,
      'zero or negative query resolution step widths are not accepted. Try a positive integer',
    );
  return stepNs;
}
