import { otherSchemas, pipelineSchemas } from '../../src/reader/pipeline-schemas.ts';
import { parseByteSize } from '../../src/reader/plain-scalar.ts';
import type { Schema } from '../../src/reader/schema.ts';

/** Fields of two forms that no runner uses; the Go program leaves them out. */
const FORMS = new Set(['build', 'push', 'ports']);

/** The schema that the reader uses for a document. */
export function schemaFor(text: string): Schema {
  const kind = /kind: (\w+)/.exec(text)?.[1] ?? '';
  const schemas = kind === 'pipeline' ? pipelineSchemas : otherSchemas;
  const schema = schemas[kind === 'pipeline' ? (/^type: (\w+)/m.exec(text)?.[1] ?? 'docker') : kind];
  if (!schema) throw new Error(`no schema for ${kind}`);
  return schema;
}

/** A schema as the Go program reads it. */
export function toGo(schema: Schema): unknown {
  if (schema.type === 'object')
    return {
      type: 'object',
      fields: Object.fromEntries(
        [...schema.fields].filter(([key]) => !FORMS.has(key)).map(([key, one]) => [key, toGo(one)]),
      ),
    };
  if (schema.type === 'list') return { type: 'list', item: toGo(schema.item) };
  if (schema.type === 'map') return { type: 'map', value: toGo(schema.value) };
  return { type: schema.type };
}

/** Drops what Go cannot tell from absent, and brings forms that mean the same to one. */
export function withoutZeros(value: unknown, schema: Schema | undefined): unknown {
  switch (schema?.type) {
    case 'string':
    case 'boolean':
    case 'integer':
    case 'number':
      return value === '' || value === 0 || value === false ? undefined : value;
    case 'bytes': {
      const size = parseByteSize(value as string | number);
      return size === 0 ? undefined : size;
    }
    case 'condition': {
      const { include, exclude } = (
        typeof value === 'string'
          ? { include: [value] }
          : Array.isArray(value)
            ? { include: value as string[] }
            : value
      ) as { include?: string[]; exclude?: string[] };
      return orAbsent({
        include: include?.length ? include : undefined,
        exclude: exclude?.length ? exclude : undefined,
      });
    }
    case 'list': {
      const items = (value as unknown[]).map((item) =>
        schema.item.type === 'string' ? item : (withoutZeros(item, schema.item) ?? null),
      );
      return items.length === 0 ? undefined : items;
    }
    case 'map':
      return orAbsent(
        Object.fromEntries(
          Object.entries(value as object).map(([key, item]) => [
            key,
            schema.value.type === 'string' ? item : withoutZeros(item, schema.value),
          ]),
        ),
      );
    case 'object':
      return orAbsent(
        Object.fromEntries(
          Object.entries(value as object)
            .filter(([key]) => !FORMS.has(key))
            .map(([key, item]) => [key, withoutZeros(item, schema.fields.get(key))]),
        ),
      );
    case 'parameter':
      return value === null ? undefined : likeGo(value);
    default:
      return value;
  }
}

/** JSON has no infinities; Go's side writes their names. */
function likeGo(value: unknown): unknown {
  if (typeof value === 'number' && !Number.isFinite(value))
    return { Infinity: '+Inf', '-Infinity': '-Inf' }[value] ?? 'NaN';
  if (Array.isArray(value)) return value.map(likeGo);
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, likeGo(item)]));
  return value;
}

function orAbsent(value: object): object | undefined {
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}
