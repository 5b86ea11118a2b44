import { Lexer } from '../lexing/lexer.ts';
import { encodeName } from '../names/encode-name.ts';
import { recordTypesOf } from '../rdata/record-types.ts';
import { WireWriter } from '../rdata/wire-writer.ts';
import { groupRecords } from '../zone/group-records.ts';
import { Zone } from '../zone/zone.ts';
import { ZoneIndex } from '../zone/zone-index.ts';
import { ZoneRefusedError } from './errors.ts';
import { defaultLimits, type ParseLimits } from './parse-limits.ts';
import { type ParseStep, parseSteps, type StepAnswer } from './parse-steps.ts';
import { openScope, type ParserState } from './parser-state.ts';
import type { RecordSink } from './record-sink.ts';
import { Report, type Severities } from './report.ts';

/** Options of every way to parse. */
export interface ParseOptions {
  /** Name of the zone: its top, and the first `$ORIGIN`. */
  readonly origin: string;
  /** @default 'IN' */
  readonly class?: 'IN' | 'CH' | 'HS';
  readonly limits?: Partial<ParseLimits>;
  /** TTL above which a record is refused, in seconds: BIND's `max-zone-ttl`. @default none */
  readonly maxTtlSeconds?: number;
  /** Severities by code of finding, for those that are warnings by default. */
  readonly severities?: Severities;
  /** When the parse takes place, to tell expired signatures. @default now */
  readonly now?: Date;
}

/** Options of {@link parseZone}. */
export interface ParseZoneOptions extends ParseOptions {
  /** The text of a file that `$INCLUDE` names. @default none: `$INCLUDE` is an error */
  readonly include?: (path: string) => string | Uint8Array;
  /** What findings call the text. @default 'zone text' */
  readonly file?: string;
}

const classCodes = { IN: 1, CH: 3, HS: 4 } as const;

/** A parse about to begin. */
export function startParse(options: ParseOptions, file: string, sink: RecordSink): ParserState {
  const zone = encodeName(options.origin);
  const zoneClass = classCodes[options.class ?? 'IN'];
  const limits = { ...defaultLimits, ...options.limits };
  const report = new Report([file], limits.maxErrors, options.severities ?? {});
  return {
    scope: openScope(new Lexer(), 0, zone),
    zone,
    zoneClass,
    types: recordTypesOf(zoneClass),
    sink,
    report,
    limits,
    out: new WireWriter(),
    maxTtl: options.maxTtlSeconds ?? Infinity,
    lastTtl: undefined,
    defaultTtl: undefined,
    nowSeconds: Math.floor((options.now ?? new Date()).getTime() / 1000),
    said: new Set(),
    recordCount: 0,
    generatedCount: 0,
    includeCount: 0,
  };
}

/** What was parsed, whether or not there were errors. */
export function finishParse(state: ParserState, index: ZoneIndex): Zone {
  const { report } = state;
  groupRecords(index, state.types, report);
  return new Zone(
    state.zone,
    state.zoneClass,
    state.types,
    index,
    report.findings,
    report.files,
    state.nowSeconds,
  );
}

/** The zone, if there were no errors. @throws ZoneRefusedError */
export function acceptZone(state: ParserState, zone: Zone): Zone {
  const { report } = state;
  if (report.errorCount > 0) throw new ZoneRefusedError(zone.origin, report.findings);
  return zone;
}

/** Runs the steps of a parse on texts in memory. */
function runInMemory(
  steps: Generator<ParseStep, void, StepAnswer>,
  text: Uint8Array,
  include: (path: string) => Uint8Array | Error,
): void {
  const open = [{ text, at: 0 }];
  let step = steps.next();
  while (step.done !== true) {
    const { value } = step;
    let answer: StepAnswer = 0;
    const file = open.at(-1);
    if (value.ask === 'open') {
      const included = include(value.path);
      if (included instanceof Error) answer = included;
      else open.push({ text: included, at: 0 });
    } else if (value.ask === 'close') open.pop();
    else if (file !== undefined) {
      answer = Math.min(value.into.length, file.text.length - file.at);
      value.into.set(file.text.subarray(file.at, file.at + answer));
      file.at += answer;
    }
    step = steps.next(answer);
  }
}

function toBytes(text: string | Uint8Array): Uint8Array {
  return typeof text === 'string' ? Buffer.from(text, 'utf8') : text;
}

/**
 * Parses the text of a zone: all of RFC 1035's master files, `$TTL`, `$INCLUDE`, `$GENERATE`, RFC 3597.
 *
 * @throws {@link ZoneRefusedError} with every finding, when the text has errors
 * @example
 * ```ts
 * import { parseZone } from '@wescale/bind9-zone';
 * const zone = parseZone('$TTL 1h\n@ SOA ns1 admin 1 1h 15m 1w 1h\n  NS ns1\nns1 A 192.0.2.1\n', { origin: 'example.' });
 * console.log(zone.recordCount); // 3
 * ```
 */
export function parseZone(text: string | Uint8Array, options: ParseZoneOptions): Zone {
  const { state, zone } = parseInMemory(text, options);
  return acceptZone(state, zone);
}

/** Parses a text, whether or not it has errors. */
export function parseInMemory(
  text: string | Uint8Array,
  options: ParseZoneOptions,
): { state: ParserState; zone: Zone } {
  const index = new ZoneIndex();
  const state = startParse(options, options.file ?? 'zone text', index);
  const bytes = toBytes(text);
  index.reserve(bytes.length);
  runInMemory(parseSteps(state), bytes, (path) => {
    if (options.include === undefined) return new Error('files cannot be included here');
    try {
      return toBytes(options.include(path));
    } catch (error) {
      return error instanceof Error ? error : new Error(String(error));
    }
  });
  return { state, zone: finishParse(state, index) };
}
