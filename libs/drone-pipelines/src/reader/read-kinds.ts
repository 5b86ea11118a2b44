import { isMap, isScalar } from 'yaml';
import { parseYaml } from './parse-yaml.ts';
import { splitDocuments } from './split-documents.ts';

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
 * @throws {UnreadableFileError} for text that Drone cannot split, that is not YAML, or that is too much
 */
export function readKinds(text: string | Uint8Array): KindedDocument[] {
  return splitDocuments(text).documents.map((raw) => {
    const { contents } = parseYaml(raw).document;
    const fields: Record<string, string> = {};
    if (isMap(contents))
      for (const { key, value } of contents.items)
        if (isScalar(key) && isScalar(value)) fields[String(key.value)] = String(value.value);
    return { kind: fields['kind'] ?? '', fields, data: raw.data };
  });
}
