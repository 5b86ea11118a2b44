import {
  Type,
  type TObject,
  type TProperties,
  type TSchema,
  type TUnion,
  type TNull,
  type TString,
} from 'typebox';

/** An object of exactly these fields. */
export const strict = <Fields extends TProperties>(fields: Fields): TObject<Fields> =>
  Type.Object(fields, { additionalProperties: false });

export const nullable = <Schema extends TSchema>(schema: Schema): TUnion<[Schema, TNull]> =>
  Type.Union([schema, Type.Null()]);

export const uuid = (): TString =>
  Type.String({ pattern: '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$' });
