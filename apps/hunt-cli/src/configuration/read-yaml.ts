import { readFile } from 'node:fs/promises';
import { isMap, isScalar, LineCounter, parseDocument, type Document } from 'yaml';
import type { z } from 'zod';
import { ConfigurationError, type ConfigurationFinding } from './configuration-error.ts';

/**
 * Reads one YAML file against its schema.
 *
 * @param shownAs the path as the user knows it, for messages
 * @throws ConfigurationError with every finding at once, each with file, line, field and remedy
 */
export async function readYaml<Schema extends z.ZodType>(
  path: string,
  shownAs: string,
  schema: Schema,
  remedyWhenMissing: string,
): Promise<z.output<Schema>> {
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    const missing = (cause as NodeJS.ErrnoException).code === 'ENOENT';
    const problem = missing
      ? `there is no such file; ${remedyWhenMissing}`
      : `cannot be read: ${String(cause)}`;
    throw new ConfigurationError([{ file: shownAs, field: '', problem }]);
  });
  return parseYaml(text, shownAs, schema);
}

/** The pure part of {@link readYaml}. */
export function parseYaml<Schema extends z.ZodType>(
  text: string,
  file: string,
  schema: Schema,
): z.output<Schema> {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  if (document.errors.length > 0) {
    throw new ConfigurationError(
      document.errors.map((error) => ({
        file,
        line: error.linePos?.[0].line ?? 1,
        field: '',
        problem: `is not YAML: ${firstLine(error.message)}`,
      })),
    );
  }
  const lineOf = (path: PropertyKey[]): number => lines.linePos(offsetOf(document, path)).line;
  const result = schema.safeParse(document.toJS(), { error: explain });
  if (result.success) return result.data;
  throw new ConfigurationError(result.error.issues.flatMap((issue) => toFindings(issue, file, lineOf)));
}

function toFindings(
  issue: z.core.$ZodIssue,
  file: string,
  lineOf: (path: PropertyKey[]) => number,
): ConfigurationFinding[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      file,
      line: lineOf([...issue.path, key]),
      field: [...issue.path, key].join('.'),
      problem: 'is not a known field; remove it or correct its name (see docs/reference/configuration.md)',
    }));
  }
  return [{ file, line: lineOf(issue.path), field: issue.path.join('.'), problem: issue.message }];
}

/** Where a field stands: its key, or the nearest map around it when it is missing. */
function offsetOf(document: Document, path: PropertyKey[]): number {
  for (let depth = path.length; depth > 0; depth -= 1) {
    const parent = depth === 1 ? document.contents : document.getIn(path.slice(0, depth - 1), true);
    if (!isMap(parent)) continue;
    const name = path[depth - 1];
    const key = parent.items.map((pair) => pair.key).find((k) => isScalar(k) && k.value === name);
    if (isScalar(key) && key.range) return key.range[0];
  }
  return 0;
}

/** Our words for what the schema's own messages leave unclear; undefined keeps the schema's message. */
function explain(issue: z.core.$ZodRawIssue): string | undefined {
  if (issue.code === 'invalid_type') {
    return issue.input === undefined
      ? `is missing; write ${withArticle(issue.expected)}`
      : `expects ${withArticle(issue.expected)}, not ${JSON.stringify(issue.input)}`;
  }
  if (issue.code === 'invalid_union' && 'options' in issue) {
    return `expects one of ${(issue.options as string[]).join(', ')}`;
  }
  return undefined;
}

function withArticle(noun: string): string {
  return /^[aeiou]/.test(noun) ? `an ${noun}` : `a ${noun}`;
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0] ?? text;
}
