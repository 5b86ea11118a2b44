import { typeAliases, typeCodes } from './type-codes.ts';

const codes: ReadonlyMap<string, number> = new Map(
  [...typeCodes, ...typeAliases].map(([code, mnemonic]) => [mnemonic, code]),
);
const names: ReadonlyMap<number, string> = new Map(typeCodes);

/**
 * The number of a record type from its mnemonic, in any case, or from `TYPE65280` (RFC 3597 section 5).
 * `undefined` when there is none.
 *
 * @example
 * ```ts
 * import { typeNumber } from '@wescale/bind9-zone';
 * typeNumber('mx'); // 15
 * ```
 */
export function typeNumber(mnemonic: string): number | undefined {
  const upper = mnemonic.toUpperCase();
  const known = codes.get(upper);
  if (known !== undefined) return known;
  const digits = /^TYPE(\d{1,5})$/.exec(upper)?.[1];
  if (digits === undefined || Number(digits) > 0xffff) return undefined;
  return Number(digits);
}

/**
 * The mnemonic of a record type, or `TYPE` and its number when it has none.
 *
 * @example
 * ```ts
 * import { typeName } from '@wescale/bind9-zone';
 * typeName(65280); // 'TYPE65280'
 * ```
 */
export function typeName(code: number): string {
  return names.get(code) ?? `TYPE${code}`;
}

const classNames: Readonly<Partial<Record<number, string>>> = {
  1: 'IN',
  3: 'CH',
  4: 'HS',
  254: 'NONE',
  255: 'ANY',
};

/** The name of a class, or `CLASS` and its number when it has none (RFC 3597 section 5). */
export function className(code: number): string {
  return classNames[code] ?? `CLASS${code}`;
}
