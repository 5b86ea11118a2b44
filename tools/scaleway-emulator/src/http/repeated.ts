import { Type, type TArray, type TString, type TUnion } from 'typebox';

/** A query parameter that may be there several times. */
export const repeatedText = (): TUnion<[TString, TArray<TString>]> =>
  Type.Union([Type.String(), Type.Array(Type.String())]);

export const repeated = (value: string | string[] | undefined): string[] =>
  value === undefined ? [] : [value].flat();
