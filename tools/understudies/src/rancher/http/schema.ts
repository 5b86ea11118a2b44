import { Type, type TObject, type TProperties } from 'typebox';

/** An object of exactly these fields. */
export const strict = <Fields extends TProperties>(fields: Fields): TObject<Fields> =>
  Type.Object(fields, { additionalProperties: false });
