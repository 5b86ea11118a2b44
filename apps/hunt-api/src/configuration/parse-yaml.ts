import { isMap, isScalar, isSeq, LineCounter, parseDocument, type Node } from 'yaml';
import type { z } from 'zod';
import { ConfigurationError, type ConfigurationFinding } from './configuration-error.ts';

/** A file that fits its schema, and where its fields stand. */
export interface ParsedYaml<T> {
  value: T;
  lineOf: (path: readonly PropertyKey[]) => number;
}

/**
 * Reads YAML (or JSON, which is YAML) against a schema.
 *
 * @param file as the user knows it, for messages
 * @throws {ConfigurationError} with every finding at once, each with file, line, field and remedy
 */
export function parseYaml<Schema extends z.ZodType>(
  text: string,
  file: string,
  schema: Schema,
): ParsedYaml<z.output<Schema>> {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  if (document.errors.length > 0)
    throw new ConfigurationError(
      document.errors.map((error) => ({
        file,
        line: error.linePos?.[0].line ?? 1,
        field: '',
        problem: `is not YAML: ${error.message.split('\n', 1)[0] ?? ''}`,
      })),
    );
  const lineOf = (path: readonly PropertyKey[]) => lines.linePos(offsetOf(document.contents, path)).line;
  const result = schema.safeParse(document.toJS(), { error: explain });
  if (result.success) return { value: result.data, lineOf };
  throw new ConfigurationError(result.error.issues.flatMap((issue) => toFindings(issue, file, lineOf)));
}

function toFindings(
  issue: z.core.$ZodIssue,
  file: string,
  lineOf: (path: readonly PropertyKey[]) => number,
): ConfigurationFinding[] {
  const finding = (path: readonly PropertyKey[], problem: string) => ({
    file,
    line: lineOf(path),
    field: path.join('.'),
    problem,
  });
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) =>
      finding([...issue.path, key], 'is not a known field; remove it or correct its name'),
    );
  return [finding(issue.path, issue.message)];
}

/** Where a field stands: its key, or the nearest thing around it when it is missing. */
function offsetOf(root: Node | null, path: readonly PropertyKey[]): number {
  let node: unknown = root;
  let offset = 0;
  for (const part of path) {
    let found: unknown;
    if (isMap(node)) {
      const pair = node.items.find(({ key }) => isScalar(key) && key.value === part);
      found = pair?.key;
      node = pair?.value;
    } else if (isSeq(node) && typeof part === 'number') found = node = node.items[part];
    const range = (found as Node | undefined)?.range;
    if (!range) break;
    offset = range[0];
  }
  return offset;
}

/** Our words for what the schema's own messages leave unclear; undefined keeps the schema's message. */
function explain(issue: z.core.$ZodRawIssue): string | undefined {
  if (issue.code === 'invalid_type')
    return issue.input === undefined
      ? `is missing; write ${withArticle(issue.expected)}`
      : `expects ${withArticle(issue.expected)}, not ${JSON.stringify(issue.input)}`;
  if (issue.code === 'invalid_union' && 'options' in issue)
    return `expects one of ${(issue.options as string[]).join(', ')}`;
  if (issue.code === 'invalid_value')
    return `expects one of ${(issue.values as string[]).join(', ')}, not ${JSON.stringify(issue.input)}`;
  return undefined;
}

function withArticle(noun: string): string {
  return /^[aeiou]/.test(noun) ? `an ${noun}` : `a ${noun}`;
}
