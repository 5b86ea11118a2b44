import { formatTime } from '../configuration/duration.ts';
import { formatLabels, type Labels } from '../labels.ts';
import { LokiError } from '../loki-error.ts';
import type { Entry } from '../store/entry.ts';
import type { LogStore, StreamPush } from '../store/log-store.ts';
import { detectLevel } from './detect-level.ts';
import { limits } from './limits.ts';
import { withServiceName } from './service-name.ts';

/** What of a push is kept, and why the rest is not. */
export interface AcceptedPush {
  kept: StreamPush[];
  /** For each line that is refused, by the reason that `loki_discarded_samples_total` counts it under. */
  discarded: Record<string, number>;
  /** The first refusal, which the whole request is answered with; the rest of it is kept all the same. */
  error: LokiError | undefined;
}

/** `reject_old_samples_max_age`, in effect. */
export interface AcceptOptions {
  nowNs: bigint;
  oldestAcceptedNs: bigint | undefined;
}

/** Applies Loki's limits (grafana/loki pkg/distributor/validator.go and pkg/ingester/stream.go). */
export function acceptPush(
  store: LogStore,
  pushed: readonly StreamPush[],
  options: AcceptOptions,
): AcceptedPush {
  if (pushed.length === 0)
    throw new LokiError(422, 'error at least one valid stream is required for ingestion');
  const result: AcceptedPush = { kept: [], discarded: {}, error: undefined };
  const refuse = (reason: string, lines: number, status: number, message: string): void => {
    result.discarded[reason] = (result.discarded[reason] ?? 0) + lines;
    result.error ??= new LokiError(status, message);
  };
  let streamCount = store.streamCount;
  for (const { labels: given, entries } of pushed) {
    const problem = checkLabels(given);
    if (problem !== undefined) {
      refuse(problem.reason, entries.length, 400, problem.message);
      continue;
    }
    const labels = withServiceName(given);
    const stream = formatLabels(labels);
    if (!store.has(labels)) {
      if (streamCount >= limits.streams) {
        const message = `Maximum active stream limit exceeded when trying to create stream ${stream}, reduce the number of active streams (reduce labels or reduce label values), or contact your Loki administrator to see if the limit can be increased, user: 'fake'`;
        refuse('stream_limit', entries.length, 429, message);
        continue;
      }
      streamCount += 1;
    }
    result.kept.push({ labels, entries: acceptEntries(store, labels, entries, options, refuse) });
  }
  return result;
}

type Refuse = (reason: string, lines: number, status: number, message: string) => void;

function acceptEntries(
  store: LogStore,
  labels: Labels,
  entries: readonly Entry[],
  { nowNs, oldestAcceptedNs }: AcceptOptions,
  refuse: Refuse,
): Entry[] {
  const stream = formatLabels(labels);
  const kept: Entry[] = [];
  const behind: Entry[] = [];
  let newest = store.newestOf(labels) ?? 0n;
  for (const { timestampNs, line, metadata } of entries) {
    const size = Buffer.byteLength(line);
    if (oldestAcceptedNs !== undefined && timestampNs < nowNs - oldestAcceptedNs) {
      const message = `entry for stream '${stream}' has timestamp too old: ${formatTime(timestampNs)}, oldest acceptable timestamp is: ${formatTime(nowNs - oldestAcceptedNs)}`;
      refuse('greater_than_max_sample_age', 1, 400, message);
    } else if (timestampNs > nowNs + limits.graceNs) {
      const message = `entry for stream '${stream}' has timestamp too new: ${formatTime(timestampNs)}`;
      refuse('too_far_in_future', 1, 400, message);
    } else if (size > limits.lineBytes) {
      const message = `Max entry size '${limits.lineBytes}' bytes exceeded for stream '${stream}' while adding an entry with length '${size}' bytes`;
      refuse('line_too_long', 1, 400, message);
    } else if (timestampNs < newest - limits.behindNs) {
      behind.push({ timestampNs, line, metadata });
    } else {
      if (timestampNs > newest) newest = timestampNs;
      kept.push({ timestampNs, line, metadata: detectLevel(labels, line, metadata) });
    }
  }
  if (behind.length > 0) {
    const reasons = behind.map(({ timestampNs }) => {
      const time = formatTime(timestampNs);
      return `entry with timestamp ${time} ignored, reason: 'entry too far behind, entry timestamp is: ${time}, oldest acceptable timestamp is: ${formatTime(newest - limits.behindNs)}',\n`;
    });
    const total = `user 'fake', total ignored: ${behind.length} out of ${entries.length} for stream: ${stream}`;
    refuse('too_far_behind', behind.length, 400, reasons.join('') + total);
  }
  return kept;
}

function checkLabels(labels: Labels): { reason: string; message: string } | undefined {
  const names = Object.keys(labels);
  const stream = formatLabels(labels);
  if (names.length === 0)
    return { reason: 'missing_labels', message: 'error at least one label pair is required per stream' };
  if (names.length > limits.labelNamesPerSeries)
    return {
      reason: 'max_label_names_per_series',
      message: `entry for stream '${stream}' has ${names.length} label names; limit ${limits.labelNamesPerSeries}`,
    };
  for (const [name, value] of Object.entries(labels)) {
    if (name.length > limits.labelNameLength)
      return {
        reason: 'label_name_too_long',
        message: `stream '${stream}' has label name too long: '${name}'`,
      };
    if (Buffer.byteLength(value) > limits.labelValueLength)
      return {
        reason: 'label_value_too_long',
        message: `stream '${stream}' has label value too long: '${value}'`,
      };
  }
  return undefined;
}
