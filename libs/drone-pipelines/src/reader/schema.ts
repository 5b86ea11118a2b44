/**
 * What Drone reads of a document, as data: the reader decodes by it, the formatter takes its order of keys from it.
 * Sources: facts/drone.md §2 and the files cited there.
 */
export type Schema =
  /** Any scalar; its text is taken as written, so `1.10` stays `1.10`. */
  | { readonly type: 'string' }
  | { readonly type: 'boolean' }
  | { readonly type: 'integer' }
  | { readonly type: 'number' }
  /** An integer, or a size with a unit, such as `512MiB`. */
  | { readonly type: 'bytes' }
  /** A scalar, or `{ from_secret: name }`. */
  | { readonly type: 'variable' }
  /** Any value, or `{ from_secret: name }`. */
  | { readonly type: 'parameter' }
  /** A scalar, a list of scalars, or `{ include, exclude }`. */
  | { readonly type: 'condition' }
  /** An integer (the container's port) or the object. */
  | { readonly type: 'integerOrObject'; readonly object: ObjectSchema }
  /** A scalar (its main field) or the object. */
  | { readonly type: 'stringOrObject'; readonly object: ObjectSchema }
  | { readonly type: 'list'; readonly item: Schema }
  | { readonly type: 'map'; readonly value: Schema }
  | ObjectSchema;

export interface ObjectSchema {
  readonly type: 'object';
  /** In the order in which people want to read them. */
  readonly fields: ReadonlyMap<string, Schema>;
}

export const string: Schema = { type: 'string' };
export const boolean: Schema = { type: 'boolean' };
export const integer: Schema = { type: 'integer' };
export const number: Schema = { type: 'number' };
export const bytes: Schema = { type: 'bytes' };
export const variable: Schema = { type: 'variable' };
export const parameter: Schema = { type: 'parameter' };
export const condition: Schema = { type: 'condition' };

export const list = (item: Schema): Schema => ({ type: 'list', item });
export const map = (value: Schema): Schema => ({ type: 'map', value });
export const object = (fields: Readonly<Record<string, Schema>>): ObjectSchema => ({
  type: 'object',
  fields: new Map(Object.entries(fields)),
});
