import type { Resource } from '../build/resource.ts';
import { isRecord } from '../is-record.ts';
import { formatPath } from '../path.ts';
import { MAX_LINE_BYTES } from '../reader/limits.ts';
import { otherSchemas, pipelineSchemas } from '../reader/pipeline-schemas.ts';
import type { ObjectSchema, Schema } from '../reader/schema.ts';
import { UnformattableError } from './errors.ts';
import { fitsBlock, formatNumber, formatText } from './scalar.ts';

/**
 * Writes resources as one pipeline file: a document each, keys in the order people read them, steps set apart.
 * The same resources give the same text, and reading it gives the same resources.
 *
 * @throws {UnformattableError} for text that Drone could not read back: a half surrogate, a line over 64 KiB
 * @example
 * formatDroneFile([dockerPipeline({ name: 'test', steps: [{ name: 'unit', image: 'node:24', commands: ['npm test'] }] })]);
 */
export function formatDroneFile(resources: readonly Resource[]): string {
  return resources.map((resource) => formatResource(resource)).join('---\n');
}

function formatResource(resource: Resource): string {
  const schemas = resource.kind === 'pipeline' ? pipelineSchemas : otherSchemas;
  const schema = schemas[resource.kind === 'pipeline' ? resource.type : resource.kind];
  const writer = new Writer();
  writer.map(resource as unknown as Record<string, unknown>, schema, 0);
  return writer.text();
}

class Writer {
  readonly #lines: string[] = [];
  readonly #path: (string | number)[] = [];

  text(): string {
    return `${this.#lines.join('\n')}\n`;
  }

  #refuse(message: string): never {
    throw new UnformattableError(message, formatPath(this.#path));
  }

  #push(line: string): void {
    if (line.length > MAX_LINE_BYTES / 3 && Buffer.byteLength(line) > MAX_LINE_BYTES)
      this.#refuse(`its line would be longer than ${MAX_LINE_BYTES} bytes, where Drone stops reading`);
    this.#lines.push(line);
  }

  #indent(depth: number): string {
    return '  '.repeat(depth);
  }

  /** Every level of the document from `depth` on; the first line may follow a dash. */
  map(
    value: Readonly<Record<string, unknown>>,
    schema: ObjectSchema | undefined,
    depth: number,
    dash = '',
  ): void {
    let prefix = dash || this.#indent(depth);
    for (const key of orderKeys(value, schema)) {
      const field = value[key];
      if (field === undefined) continue;
      this.#path.push(key);
      if (depth === 0 && SET_APART.has(key)) this.#lines.push('');
      this.#entry(`${prefix}${this.#key(key)}:`, field, schema?.fields.get(key), depth);
      prefix = this.#indent(depth);
      this.#path.pop();
    }
  }

  #entry(head: string, value: unknown, schema: Schema | undefined, depth: number): void {
    if (Array.isArray(value)) {
      if (value.length === 0) this.#push(`${head} []`);
      else {
        this.#push(head);
        this.#list(value, schema?.type === 'list' ? schema.item : undefined, depth);
      }
    } else if (isRecord(value)) {
      if (Object.values(value).every((item) => item === undefined)) this.#push(`${head} {}`);
      else {
        this.#push(head);
        this.map(value, objectSchema(schema) ?? mapSchema(value, schema), depth + 1);
      }
    } else this.#scalar(`${head} ${needsTag(value, schema) ? '!!str ' : ''}`, value, depth + 1);
  }

  #list(items: readonly unknown[], schema: Schema | undefined, depth: number): void {
    const dash = `${this.#indent(depth)}- `;
    for (const [index, item] of items.entries()) {
      this.#path.push(index);
      if (index > 0 && this.#path.length === 2 && STEP_LISTS.has(this.#path[0])) this.#lines.push('');
      if (isRecord(item) && Object.values(item).some((field) => field !== undefined))
        this.map(item, objectSchema(schema), depth + 1, dash);
      else if (isRecord(item)) this.#push(`${dash}{}`);
      else if (Array.isArray(item)) this.#nestedList(dash, item, depth);
      else this.#scalar(dash, item, depth + 1);
      this.#path.pop();
    }
  }

  #nestedList(dash: string, items: readonly unknown[], depth: number): void {
    if (items.length === 0) {
      this.#push(`${dash}[]`);
      return;
    }
    this.#push(dash.trimEnd());
    this.#list(items, undefined, depth + 1);
  }

  #scalar(head: string, value: unknown, depth: number): void {
    if (typeof value === 'number') {
      this.#push(head + formatNumber(value));
      return;
    }
    if (typeof value === 'boolean' || value === null) {
      this.#push(head + String(value));
      return;
    }
    if (typeof value !== 'string') this.#refuse(`a ${typeof value} cannot be written`);
    if (!fitsBlock(value)) {
      this.#push(head + this.#text(value));
      return;
    }
    const endsLine = value.endsWith('\n');
    this.#push(`${head}${endsLine ? '|' : '|-'}`);
    for (const line of (endsLine ? value.slice(0, -1) : value).split('\n'))
      this.#push(line === '' ? '' : this.#indent(depth) + line);
  }

  #key(key: string): string {
    const text = this.#text(key);
    if (Buffer.byteLength(text) > MAX_KEY_BYTES) this.#refuse(`a key may have ${MAX_KEY_BYTES} bytes`);
    return text;
  }

  #text(text: string): string {
    if (/\p{Surrogate}/u.test(text)) this.#refuse('it holds half of a surrogate pair');
    return formatText(text);
  }
}

/** YAML readers look for the colon of a key no further than this. */
const MAX_KEY_BYTES = 1000;

const STEP_LISTS = new Set<string | number | undefined>(['steps', 'services']);

/** Parts of a pipeline that stand after an empty line. */
const SET_APART = new Set(['trigger', 'steps', 'services', 'volumes', 'environment', 'depends_on']);

function orderKeys(value: Readonly<Record<string, unknown>>, schema: ObjectSchema | undefined): string[] {
  const keys = Object.keys(value);
  if (!schema) return keys;
  const known = [...schema.fields.keys()].filter((key) => Object.hasOwn(value, key));
  return [...known, ...keys.filter((key) => !schema.fields.has(key))];
}

function objectSchema(schema: Schema | undefined): ObjectSchema | undefined {
  if (schema?.type === 'object') return schema;
  return schema?.type === 'integerOrObject' || schema?.type === 'stringOrObject' ? schema.object : undefined;
}

/** The keys of a map are anything; what stands under them is what the schema says of all. */
function mapSchema(
  value: Readonly<Record<string, unknown>>,
  schema: Schema | undefined,
): ObjectSchema | undefined {
  if (schema?.type !== 'map') return undefined;
  return { type: 'object', fields: new Map(Object.keys(value).map((key) => [key, schema.value])) };
}

/** Drone takes these words for nothing even in quotes, where its reader has a reading of its own. */
function needsTag(value: unknown, schema: Schema | undefined): boolean {
  if (value !== 'null' && value !== '~') return false;
  return schema?.type === 'variable' || schema?.type === 'parameter' || schema?.type === 'condition';
}
