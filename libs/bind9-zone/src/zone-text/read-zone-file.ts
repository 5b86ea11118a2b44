import { type FileHandle, open } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Zone } from '../zone/zone.ts';
import { ZoneIndex } from '../zone/zone-index.ts';
import { acceptZone, finishParse, type ParseOptions, startParse } from './parse-zone.ts';
import { type ParseStep, parseSteps, type StepAnswer } from './parse-steps.ts';
import type { ParserState } from './parser-state.ts';
import type { RecordSink } from './record-sink.ts';

/** Options of every way to read a zone file. */
export interface ReadZoneFileOptions extends ParseOptions {
  /** Where the files that `$INCLUDE` names are, when their names are relative. @default the working directory */
  readonly directory?: string;
  readonly signal?: AbortSignal;
  /** Told now and then how many bytes have been read so far, all files together. */
  readonly onProgress?: (readBytes: number) => void;
}

/** The message of an error about a file, without the call it came from. */
function reason(error: unknown): Error {
  if (!(error instanceof Error)) return new Error(String(error));
  return new Error(error.message.replace(/, \w+(?: '.*')?$/, ''), { cause: error });
}

/** Opens files and reads them for a parse. */
class FileReader implements AsyncDisposable {
  private readonly handles: FileHandle[] = [];
  private readonly options: ReadZoneFileOptions;
  private readBytes = 0;

  constructor(options: ReadZoneFileOptions) {
    this.options = options;
  }

  async open(path: string): Promise<StepAnswer> {
    this.options.signal?.throwIfAborted();
    try {
      const handle = await open(resolve(this.options.directory ?? '', path));
      this.handles.push(handle);
      return 0;
    } catch (error) {
      return reason(error);
    }
  }

  /** Bytes of the file opened last. */
  async size(): Promise<number> {
    return (await this.handles.at(-1)?.stat())?.size ?? 0;
  }

  async read(into: Uint8Array): Promise<StepAnswer> {
    this.options.signal?.throwIfAborted();
    try {
      const result = await this.handles.at(-1)?.read(into, 0, into.length);
      const bytes = result?.bytesRead ?? 0;
      this.readBytes += bytes;
      this.options.onProgress?.(this.readBytes);
      return bytes;
    } catch (error) {
      return reason(error);
    }
  }

  async close(): Promise<StepAnswer> {
    await this.handles.pop()?.close();
    return 0;
  }

  answer(step: ParseStep): Promise<StepAnswer> {
    if (step.ask === 'read') return this.read(step.into);
    return step.ask === 'open' ? this.open(step.path) : this.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    while (this.handles.length > 0) await this.close();
  }
}

/**
 * Runs a parse on files, step by step; between the steps, records are in the sink.
 *
 * @throws what `signal` was aborted with
 */
export async function* parseFile(
  path: string,
  options: ReadZoneFileOptions,
  sink: RecordSink,
): AsyncGenerator<ParserState, ParserState, undefined> {
  const state = startParse(options, path, sink);
  await using reader = new FileReader(options);
  const opened = await reader.open(path);
  if (opened instanceof Error) {
    state.report.error('unreadable', `cannot be read: ${opened.message}`, 0, 0);
    return state;
  }
  sink.reserve(await reader.size());
  const steps = parseSteps(state);
  let step = steps.next();
  while (step.done !== true) {
    yield state;
    step = steps.next(await reader.answer(step.value));
  }
  return state;
}

/** Reads a zone file and those it includes into an index, whether or not there are errors. */
export async function indexFile(
  path: string,
  options: ReadZoneFileOptions,
): Promise<{ state: ParserState; zone: Zone }> {
  const index = new ZoneIndex();
  const steps = parseFile(path, options, index);
  let step = await steps.next();
  while (step.done !== true) step = await steps.next();
  return { state: step.value, zone: finishParse(step.value, index) };
}

/**
 * Reads a zone file, and those it includes, piece by piece: memory is the index and one window on each open file.
 *
 * @throws {@link ZoneRefusedError} with every finding, when the text has errors or a file cannot be read
 * @throws what `signal` was aborted with
 * @example
 * ```ts
 * import { writeFile } from 'node:fs/promises';
 * import { readZoneFile } from '@wescale/bind9-zone';
 * await writeFile('example.db', '$TTL 1h\n@ SOA ns1 admin 1 1h 15m 1w 1h\n  NS ns1\nns1 A 192.0.2.1\n');
 * const zone = await readZoneFile('example.db', { origin: 'example.' });
 * console.log(zone.recordCount); // 3
 * ```
 */
export async function readZoneFile(path: string, options: ReadZoneFileOptions): Promise<Zone> {
  const { state, zone } = await indexFile(path, options);
  return acceptZone(state, zone);
}
