import type { Finding } from '../problem.ts';
import { UnreadableFileError } from './errors.ts';
import { DEFAULT_LIMITS, MAX_LINE_BYTES, type ReadLimits } from './limits.ts';

/** One document as Drone cuts it out of the file: its lines, each ended by a newline, separators excluded. */
export interface RawDocument {
  readonly data: string;
  /** Line of the file on which `data` starts, from 1. */
  readonly firstLine: number;
}

export interface SplitFile {
  readonly documents: readonly RawDocument[];
  /** What Drone drops without a word while it splits, each with its line in the file. */
  readonly findings: readonly (Finding & { readonly line: number })[];
}

/**
 * Characters that Drone's YAML reader refuses or takes for a line break where this one would not: controls, lone
 * carriage returns, NEL, LS, PS, byte order marks, non-characters and half surrogates.
 */
const UNREADABLE = new RegExp(
  '[\\u0000-\\u0008\\u000b\\u000c\\u000e-\\u001f\\u007f-\\u009f\\u2028\\u2029\\ufeff\\ufffe\\uffff]' +
    '|\\r(?!\\n|$)|[\\ud800-\\udbff](?![\\udc00-\\udfff])|(?<![\\ud800-\\udbff])[\\udc00-\\udfff]',
);

/**
 * Splits a file exactly as Drone's server and runners do (facts/drone.md §2): a line that starts with `---` separates
 * (the rest of that line is dropped), a line that starts with `...` ends the file, CRLF counts as LF.
 *
 * @throws {UnreadableFileError} for text that is too large, has a line Drone stops at, or characters it reads otherwise
 */
export function splitDocuments(input: string | Uint8Array, limits: ReadLimits = {}): SplitFile {
  const { maxBytes, maxDocuments } = { ...DEFAULT_LIMITS, ...limits };
  const start = { line: 1, column: 1 };
  const sizeBytes = typeof input === 'string' ? Buffer.byteLength(input) : input.byteLength;
  if (sizeBytes > maxBytes) {
    const message = `it has ${sizeBytes} bytes and the limit is ${maxBytes}; split it, or raise maxBytes`;
    throw new UnreadableFileError('limit-exceeded', message, start);
  }
  const text = typeof input === 'string' ? input : decodeUtf8(input);
  refuseUnreadable(text);

  const documents: { lines: string[]; firstLine: number }[] = [];
  const findings: (Finding & { line: number })[] = [];
  let current: { lines: string[]; firstLine: number } | undefined;
  const lines = text.split('\n');
  if (lines.at(-1) === '') lines.pop();
  let crlf = false;
  for (let index = 0; index < lines.length; index++) {
    let line = lines[index] ?? '';
    const number = index + 1;
    if (line.length > MAX_LINE_BYTES / 3 && Buffer.byteLength(line) > MAX_LINE_BYTES) {
      const message = `the line is longer than ${MAX_LINE_BYTES} bytes; Drone stops reading there without an error, so the rest would not exist`;
      throw new UnreadableFileError('unreadable-text', message, { line: number, column: 1 });
    }
    if (line.endsWith('\r')) {
      line = line.slice(0, -1);
      if (!crlf) findings.push({ ...CRLF, path: [], line: number });
      crlf = true;
    }
    const separates = line.startsWith('---');
    if (separates && line.slice(3).trim() !== '')
      findings.push({ ...separatorSuffix(line), path: [], line: number });
    if (separates || !current) {
      current = { lines: [], firstLine: separates ? number + 1 : number };
      documents.push(current);
      if (documents.length > maxDocuments) {
        const message = `it has more than ${maxDocuments} documents; split it, or raise maxDocuments`;
        throw new UnreadableFileError('limit-exceeded', message, { line: number, column: 1 });
      }
      if (separates) continue;
    }
    if (line.startsWith('...')) {
      if (line.slice(3).trim() !== '' || lines.slice(number).some((rest) => rest.trim() !== ''))
        findings.push({ ...AFTER_END, path: [], line: number });
      break;
    }
    current.lines.push(line);
  }
  return {
    documents: documents.map(({ lines: own, firstLine }) => ({
      data: own.length === 0 ? '' : `${own.join('\n')}\n`,
      firstLine,
    })),
    findings,
  };
}

function decodeUtf8(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    const message = 'it is not UTF-8; save it as UTF-8';
    throw new UnreadableFileError('unreadable-text', message, { line: 1, column: 1, cause });
  }
}

function refuseUnreadable(text: string): void {
  const index = text.search(UNREADABLE);
  if (index < 0) return;
  const before = text.slice(0, index).split('\n');
  const codePoint = text.codePointAt(index)?.toString(16).toUpperCase().padStart(4, '0') ?? '';
  const message = `the character U+${codePoint} is not allowed: Drone refuses it or reads it as the end of a line; write it as an escape in double quotes`;
  throw new UnreadableFileError('unreadable-text', message, {
    line: before.length,
    column: (before.at(-1)?.length ?? 0) + 1,
  });
}

const CRLF = {
  code: 'crlf-line-ending',
  severity: 'warning',
  source: 'reader',
  message: 'The file has Windows line endings.',
  reason: 'Drone reads them as plain newlines, so two different files carry the same signature.',
  remedy: 'Save the file with LF line endings.',
} as const;

function separatorSuffix(line: string): Omit<Finding, 'path'> {
  return {
    code: 'text-on-separator',
    severity: 'error',
    source: 'reader',
    message: `The separator line carries text that Drone drops: ${JSON.stringify(line.slice(0, 80))}.`,
    reason:
      'Any line that starts with --- cuts the document in two, even inside a block; its text is not signed.',
    remedy: 'Write --- alone on its line, and indent text that only looks like a separator.',
  };
}

const AFTER_END = {
  code: 'text-after-end',
  severity: 'error',
  source: 'reader',
  message: 'There is text after the line that ends the file (...).',
  reason: 'Drone stops at a line that starts with "...": what follows is neither read nor signed.',
  remedy: 'Remove the line, or the text after it.',
} as const;
