import { parseDocument, type Document } from 'yaml';
import { UnreadableFileError } from './errors.ts';
import { createLineIndex, type Position } from './line-index.ts';
import type { RawDocument } from './split-documents.ts';

/** Plain scalars keep their text: what they mean is decided per field, as Drone does it. */
const PARSE_OPTIONS = {
  version: '1.1',
  schema: 'failsafe',
  uniqueKeys: false,
  prettyErrors: false,
  merge: false,
  logLevel: 'silent',
} as const;

/** Brackets and braces in one document; the YAML parser takes more than a kilobyte of memory for each. */
const MAX_OPENERS = 20_000;

/**
 * Parses one document as YAML, without saying yet what its values mean.
 *
 * @throws {UnreadableFileError} for text that is not YAML, or that would cost the parser too much
 */
export function parseYaml({ data, firstLine }: RawDocument): {
  document: Document.Parsed;
  locateOffset: (offset: number) => Position;
} {
  const locateOffset = createLineIndex(data, firstLine);
  if (data.length > MAX_OPENERS && (data.match(/[[{]/g)?.length ?? 0) > MAX_OPENERS)
    throw new UnreadableFileError(
      'limit-exceeded',
      `it opens more than ${MAX_OPENERS} lists and maps`,
      locateOffset(0),
    );
  const document = parseDocument(data, PARSE_OPTIONS);
  const [error] = document.errors;
  if (!error) return { document, locateOffset };
  const place = { ...locateOffset(error.pos[0]), cause: error };
  if (error.message.includes('call stack'))
    throw new UnreadableFileError('limit-exceeded', 'its values are nested far too deep', place);
  // Drone reads [-] as text, YAML 1.2 as an error.
  const code = error.code === 'BLOCK_IN_FLOW' ? 'unsupported-yaml' : 'invalid-yaml';
  throw new UnreadableFileError(code, lowerFirst(error.message), place);
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
