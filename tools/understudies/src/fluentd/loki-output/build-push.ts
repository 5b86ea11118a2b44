import type { LogEvent } from '../../fluent/forward-message.ts';
import type { LokiOutput } from '../configuration/fluentd-configuration.ts';
import { takeField } from './take-field.ts';

/** Body of a push to Loki. */
export interface PushBody {
  streams: { stream: Record<string, string>; values: [string, string][] }[];
}

/**
 * Makes streams of events as fluentd's plugin does (grafana/loki clients/cmd/fluentd/lib/fluent/plugin/out_loki.rb): what
 * becomes a label is taken out of the line, and the rest of the record is the line.
 */
export function buildPush(output: LokiOutput, events: readonly LogEvent[]): PushBody {
  const streams = new Map<string, PushBody['streams'][number]>();
  const inOrder = events.toSorted((a, b) =>
    a.timestampNs < b.timestampNs ? -1 : a.timestampNs > b.timestampNs ? 1 : 0,
  );
  for (const { timestampNs, record } of inOrder) {
    const left = structuredClone(record);
    const stream: Record<string, string> = {};
    for (const [name, path] of Object.entries(output.labels)) {
      const value = takeField(left, path === '' ? name : path);
      if (typeof value === 'string') stream[name.replace(/[.\-/]/g, '_')] = value.replaceAll('"', '\\"');
    }
    Object.assign(stream, output.extraLabels);
    for (const path of output.removeKeys) takeField(left, path);
    const key = JSON.stringify(Object.entries(stream).toSorted());
    const existing = streams.get(key) ?? { stream, values: [] };
    streams.set(key, existing);
    existing.values.push([String(timestampNs), formatLine(output, left)]);
  }
  return { streams: [...streams.values()] };
}

function formatLine({ lineFormat, dropsSingleKey }: LokiOutput, record: Record<string, unknown>): string {
  const fields = Object.entries(record);
  const [only, ...more] = fields;
  if (dropsSingleKey && only !== undefined && more.length === 0) return textOf(only[1]);
  if (lineFormat === 'json') return JSON.stringify(record);
  return fields
    .map(([key, value]) => {
      const text = textOf(value).replace(/(["\\])/g, '\\$1');
      return /[ =]/.test(text) ? `${key}="${text}"` : `${key}=${text}`;
    })
    .join(' ');
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));
