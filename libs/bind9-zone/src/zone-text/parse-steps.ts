import { windowEnd, ZoneSyntaxError } from '../lexing/errors.ts';
import { InvalidNameError } from '../names/errors.ts';
import { endOfInput, endOfLine, leadingSpace, Lexer } from '../lexing/lexer.ts';
import { EntryError, LimitError } from './entry-error.ts';
import type { ParseLimits } from './parse-limits.ts';
import { type FileScope, openScope, type ParserState } from './parser-state.ts';
import { type Include, readDirective } from './read-directive.ts';
import { resumeOwner } from './read-owner.ts';
import { readRecord } from './read-record.ts';

const dollar = 0x24;
const firstWindowBytes = 1024 * 1024;

/** What the parser asks for: it does no I/O itself. The answer to `read` is how many bytes came, 0 at the end. */
export type ParseStep =
  | { readonly ask: 'open'; readonly path: string }
  | { readonly ask: 'read'; readonly into: Uint8Array }
  | { readonly ask: 'close' };

/** The answer to a {@link ParseStep}: a number, or why it could not be done. */
export type StepAnswer = number | Error;

/** One file being read: a window on its bytes. */
interface OpenFile {
  readonly scope: FileScope;
  window: Uint8Array<ArrayBuffer>;
  /** Bytes in the window. */
  end: number;
  isLast: boolean;
}

/**
 * Parses a zone file and those it includes, as steps: whoever runs them provides bytes, waiting or not. Records go to
 * the sink of `state`, what is wrong to its report. Memory is one window a file, grown to the longest entry.
 */
export function* parseSteps(state: ParserState): Generator<ParseStep, void, StepAnswer> {
  const files: OpenFile[] = [openFile(state.scope, state.limits)];
  for (;;) {
    const file = files.at(-1);
    if (file === undefined) return;
    state.scope = file.scope;
    const outcome = readEntries(state);
    if (outcome === 'limit') break;
    if (outcome === 'window') {
      const into = makeRoom(file, state.limits.maxEntryBytes);
      if (into === undefined) {
        state.report.error(
          'entry-too-long',
          `an entry of more than ${state.limits.maxEntryBytes} bytes`,
          file.scope.file,
          file.scope.lexer.firstLine,
        );
        break;
      }
      const answer = yield { ask: 'read', into };
      if (answer instanceof Error) {
        state.report.error('unreadable', answer.message, file.scope.file, file.scope.lexer.firstLine);
        break;
      }
      file.end += answer;
      file.isLast = answer === 0;
      file.window[file.end] = 0;
      file.scope.lexer.setWindow(file.window, 0, file.end, file.isLast);
      continue;
    }
    if (outcome === 'end') {
      yield { ask: 'close' };
      files.pop();
      const outer = files.at(-1);
      if (outer !== undefined) {
        state.scope = outer.scope;
        resumeOwner(state);
        state.sink.startRun();
      }
      continue;
    }
    const included = yield* openInclude(state, outcome, files.length);
    if (included === 'limit') break;
    if (included !== undefined) files.push(included);
  }
  for (let open = files.length; open > 0; open -= 1) yield { ask: 'close' };
}

function openFile(scope: FileScope, limits: ParseLimits): OpenFile {
  const window = new Uint8Array(Math.min(firstWindowBytes, limits.maxEntryBytes) + 1);
  scope.lexer.setWindow(window, 0, 0, false);
  return { scope, window, end: 0, isLast: false };
}

/** Opens an included file, or reports why not. */
function* openInclude(
  state: ParserState,
  include: Include,
  depth: number,
): Generator<ParseStep, OpenFile | 'limit' | undefined, StepAnswer> {
  const { scope, report, limits } = state;
  const line = scope.lexer.firstLine;
  state.includeCount += 1;
  if (state.includeCount > limits.maxIncludes || depth >= limits.maxIncludeDepth) {
    const what = depth >= limits.maxIncludeDepth ? `${depth} files deep` : `${state.includeCount} times`;
    report.error('too-many-includes', `$INCLUDE ${what}: does a file include itself?`, scope.file, line);
    return 'limit';
  }
  const answer = yield { ask: 'open', path: include.path };
  if (answer instanceof Error) {
    report.error('unreadable', `$INCLUDE ${include.path}: ${answer.message}`, scope.file, line);
    return undefined;
  }
  let file = report.files.indexOf(include.path);
  if (file < 0) file = report.files.push(include.path) - 1;
  const inner = openScope(new Lexer(), file, include.origin);
  inner.owner.set(scope.owner);
  inner.ownerLength = scope.ownerLength;
  inner.ownerId = scope.ownerId;
  state.sink.startRun();
  inner.isOriginNew = scope.isOriginNew || include.origin !== scope.origin;
  return openFile(inner, limits);
}

/** The free part of the window, after what is read is dropped; undefined when the entry outgrows the limit. */
function makeRoom(file: OpenFile, maxEntryBytes: number): Uint8Array | undefined {
  const from = file.scope.lexer.rewindEntry();
  const { window, end } = file;
  let target = window;
  if (from === 0 && end === window.length - 1) {
    if (end >= maxEntryBytes) return undefined;
    target = new Uint8Array(Math.min(2 * end, maxEntryBytes) + 1);
    target.set(window);
  } else window.copyWithin(0, from, end);
  file.window = target;
  file.end = end - from;
  return target.subarray(file.end, target.length - 1);
}

/** Reads entries until bytes are wanted, the file ends, a file is to be included, or enough is wrong. */
function readEntries(state: ParserState): 'window' | 'end' | 'limit' | Include {
  const { report } = state;
  for (;;) {
    try {
      const outcome = readUndisturbed(state);
      report.keep();
      return outcome;
    } catch (error) {
      if (error === windowEnd) {
        report.dropUnkept();
        return 'window';
      }
      if (error instanceof LimitError) {
        report.error('limit', error.message, state.scope.file, state.scope.lexer.firstLine);
        return 'limit';
      }
      if (!reportEntry(state, error)) return 'window';
      if (report.errorCount >= state.limits.maxErrors) return 'limit';
    }
  }
}

/** The loop that all time is spent in. */
function readUndisturbed(state: ParserState): 'end' | Include {
  const { scope, report } = state;
  const { lexer } = scope;
  for (;;) {
    lexer.markEntry();
    report.keep();
    const kind = lexer.next(true);
    if (kind === endOfLine) continue;
    if (kind === endOfInput) return 'end';
    if (kind !== leadingSpace && lexer.bytes[lexer.start] === dollar) {
      const include = readDirective(state);
      if (include !== undefined) return include;
    } else if (!readRecord(state)) return 'end';
  }
}

/** Reports a refused entry and steps over it; false when its end is not in the window yet. */
function reportEntry(state: ParserState, error: unknown): boolean {
  const { scope, report } = state;
  const isText = error instanceof ZoneSyntaxError || error instanceof InvalidNameError;
  if (!isText && !(error instanceof EntryError)) throw error;
  // Behind the line break, the lexer is on the next line already.
  const line = scope.lexer.kind === endOfLine ? scope.lexer.line - 1 : scope.lexer.line;
  try {
    if (scope.lexer.kind > endOfLine) scope.lexer.skipEntry();
  } catch (thrown) {
    if (thrown !== windowEnd) throw thrown;
    report.dropUnkept();
    return false;
  }
  report.error(error instanceof EntryError ? error.finding : 'syntax', error.message, scope.file, line);
  return true;
}
