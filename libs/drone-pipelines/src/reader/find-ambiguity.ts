import { isScalar, visit, type Node } from 'yaml';

/** Something that YAML 1.2 and Drone's YAML 1.1 reader read differently. */
export interface Ambiguity {
  readonly message: string;
  readonly offset: number;
}

/** Finds what could not be read as Drone reads it, so that it is refused rather than guessed. */
export function findAmbiguity(root: Node, data: string): Ambiguity | undefined {
  const hasSlashEscape = data.includes('\\/');
  if (!hasSlashEscape && !/:\s*[,\]}]/.test(data)) return undefined;
  let found: Ambiguity | undefined;
  visit(root, {
    Pair: (_key, { key, value }) => {
      const end = isScalar(value) && value.value === '' ? value.range?.[0] : undefined;
      if (end === undefined || !/[,\]}]/.test(data.charAt(end))) return;
      found ??= {
        message: 'a colon needs a value behind it; quote the text, or write ""',
        offset: offsetOf(key, end),
      };
    },
    Scalar: (_key, { type, range }) => {
      if (!hasSlashEscape || type !== 'QUOTE_DOUBLE' || !range) return;
      if (!/\\\//.test(data.slice(range[0], range[1]).replaceAll(/\\[^/]/g, ''))) return;
      found ??= { message: 'Drone refuses the escape \\/; write / alone', offset: range[0] };
    },
  });
  return found;
}

function offsetOf(key: unknown, otherwise: number): number {
  return isScalar(key) ? (key.range?.[0] ?? otherwise) : otherwise;
}
