import { isMap, isScalar, parseDocument } from 'yaml';
import { UnreadableFileError } from './errors.ts';
import type { ReadLimits } from './limits.ts';
import { splitDocuments, type SplitFile } from './split-documents.ts';

/** Plain scalars keep their text: what they mean is decided per field, as Drone does it. */
export const PARSE_OPTIONS = {
  version: '1.1',
  schema: 'failsafe',
  uniqueKeys: false,
  prettyErrors: false,
  merge: false,
  logLevel: 'silent',
} as const;

export interface KindedDocument {
  /** Empty when there is none. */
  readonly kind: string;
  /** The document's fields that are plain text. */
  readonly fields: Readonly<Record<string, string>>;
  /** The document's lines, as Drone signs them. */
  readonly data: string;
}

/**
 * Splits a file and reads no more of each document than its plain fields, as Drone's signer does: it signs files of any
 * shape.
 *
 * @throws {UnreadableFileError} for text that Drone cannot split or that is not YAML
 */
export function readKinds(
  text: string | Uint8Array,
  limits: ReadLimits = {},
): { documents: KindedDocument[]; split: SplitFile } {
  const split = splitDocuments(text, limits);
  const documents = split.documents.map(({ data, firstLine }) => {
    const parsed = parseDocument(data, PARSE_OPTIONS);
    const [error] = parsed.errors;
    if (error) {
      const line = firstLine + data.slice(0, error.pos[0]).split('\n').length - 1;
      throw new UnreadableFileError('invalid-yaml', error.message, { line, column: 1, cause: error });
    }
    const fields: Record<string, string> = {};
    if (isMap(parsed.contents))
      for (const { key, value } of parsed.contents.items)
        if (isScalar(key) && isScalar(value)) fields[String(key.value)] = String(value.value);
    return { kind: fields['kind'] ?? '', fields, data };
  });
  return { documents, split };
}
