import { parseManifest } from '../chart/manifest.ts';
import { HelmFailedError, InvalidObjectsError } from '../errors.ts';
import type { JsonObject } from '../release/json.ts';

/**
 * The objects of a manifest of one or more YAML documents, in its own order; a `List` is taken apart.
 *
 * @throws {@link InvalidObjectsError} when a document is no YAML; the document is not cited, since it may hold secrets
 *
 * @example
 * const set = { name: 'agent', namespace: 'cattle-system', objects: parseObjects(manifest) };
 */
export function parseObjects(text: string): JsonObject[] {
  try {
    return parseManifest(text).map(({ content }) => content as JsonObject);
  } catch (cause) {
    if (!(cause instanceof HelmFailedError)) throw cause;
    throw new InvalidObjectsError(cause.message, { cause });
  }
}
