import type { Labels } from '../labels.ts';
import type { Entry, Stream } from '../store/entry.ts';
import type { Stage } from './expression.ts';

/** A line that came through, with the labels it has by now. */
export interface Sample {
  timestampNs: bigint;
  line: string;
  stream: Labels;
  metadata: Labels;
  /** What a parser found in it. */
  parsed: Labels;
}

/** All labels of a line, as filters and groupings see them. */
export const labelsOf = ({ stream, metadata, parsed }: Sample): Labels => ({
  ...stream,
  ...metadata,
  ...parsed,
});

/** Takes a stream's lines through the stages; a line that a filter drops is `undefined`. */
export function runPipeline({ labels }: Stream, entry: Entry, stages: readonly Stage[]): Sample | undefined {
  const sample: Sample = { ...entry, stream: labels, parsed: {} };
  for (const stage of stages) {
    switch (stage.kind) {
      case 'line-filter':
        if (!stage.keeps(sample.line)) return undefined;
        break;
      case 'label-filter':
        if (!stage.keeps(labelsOf(sample))) return undefined;
        break;
      case 'json':
        addParsed(sample, parseJson(sample.line));
        break;
      case 'logfmt':
        addParsed(sample, parseLogfmt(sample.line));
        break;
      case 'line-format': {
        const all = labelsOf(sample);
        sample.line = stage.parts
          .map((part) => ('text' in part ? part.text : (all[part.label] ?? '')))
          .join('');
      }
    }
  }
  return sample;
}

/** A name that the stream has already gets `_extracted` behind it (Loki's documentation, "LogQL: Log queries", parsers). */
function addParsed(sample: Sample, found: Labels): void {
  const named = Object.entries(found).map(([name, value]) => {
    const isTaken = sample.stream[name] !== undefined || sample.metadata[name] !== undefined;
    return [isTaken ? `${name}_extracted` : name, value];
  });
  sample.parsed = { ...sample.parsed, ...(Object.fromEntries(named) as Labels) };
}

function parseJson(line: string): Labels {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (error) {
    const details = error instanceof Error ? error.message : String(error);
    return { __error__: 'JSONParserErr', __error_details__: details };
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return { __error__: 'JSONParserErr', __error_details__: 'expecting json object' };
  const found: Record<string, string> = {};
  flatten(value, '', found);
  return found;
}

/** Objects become names joined by `_`; lists are left out. */
function flatten(object: object, prefix: string, found: Record<string, string>): void {
  for (const [key, value] of Object.entries(object) as [string, unknown][]) {
    const name = `${prefix}${key}`.replace(/[^a-zA-Z0-9_]/g, '_').replace(/^(?=\d)/, '_');
    if (typeof value === 'object' && value !== null) {
      if (!Array.isArray(value)) flatten(value, `${name}_`, found);
    } else if (value !== null) {
      found[name] = typeof value === 'string' ? value : JSON.stringify(value);
    }
  }
}

function parseLogfmt(line: string): Labels {
  const found: Record<string, string> = {};
  for (const [, key = '', quoted, bare = ''] of line.matchAll(
    /([^\s="]+)=(?:"((?:[^"\\]|\\.)*)"|([^\s"]*))/g,
  ))
    found[key.replace(/[^a-zA-Z0-9_]/g, '_')] = quoted?.replace(/\\(.)/g, '$1') ?? bare;
  return found;
}
