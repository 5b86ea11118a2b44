import { typeAliases, typeCodes } from '../rdata/type-codes.ts';

/** Base of the numbers that stand for a mnemonic: 26 letters, 10 digits, the hyphen. Ten of these fit a double. */
const base = 38;
const maxLength = 10;

/** Letters, digits and the hyphen as 1 to 37, case aside; 0 for what no mnemonic has. */
const digits = new Uint8Array(256);
for (let index = 0; index < 26; index += 1) digits[0x41 + index] = digits[0x61 + index] = index + 1;
for (let index = 0; index < 10; index += 1) digits[0x30 + index] = index + 27;
digits[0x2d] = 37;

function textKey(text: string): number {
  return mnemonicKey(Buffer.from(text), 0, text.length);
}

/** A number for the mnemonic in `bytes[start, stop)`, case aside; -1 when it cannot be one. */
export function mnemonicKey(bytes: Uint8Array, start: number, stop: number): number {
  if (stop - start > maxLength) return -1;
  let key = 0;
  for (let at = start; at < stop; at += 1) {
    const digit = digits[bytes[at] ?? 0] ?? 0;
    if (digit === 0) return -1;
    key = key * base + digit;
  }
  return key;
}

const codesByKey: ReadonlyMap<number, number> = new Map(
  [...typeCodes, ...typeAliases].map(([code, mnemonic]) => [textKey(mnemonic), code]),
);

/** Classes by their names (RFC 1035 section 3.2.4, RFC 2136 section 2.4). */
const classCodes: ReadonlyMap<number, number> = new Map(
  Object.entries({ RESERVED0: 0, IN: 1, CH: 3, CHAOS: 3, HS: 4, HESIOD: 4, NONE: 254, ANY: 255 }).map(
    ([name, code]) => [textKey(name), code],
  ),
);

/** The number behind `TYPE` or `CLASS` (RFC 3597 section 5), or -1. */
function numberBehind(prefix: string, bytes: Uint8Array, start: number, stop: number): number {
  const digitsAt = start + prefix.length;
  if (stop <= digitsAt || stop - digitsAt > 5) return -1;
  for (let index = 0; index < prefix.length; index += 1) {
    if (((bytes[start + index] ?? 0) & 0xdf) !== prefix.charCodeAt(index)) return -1;
  }
  let value = 0;
  for (let at = digitsAt; at < stop; at += 1) {
    const digit = (bytes[at] ?? 0) - 0x30;
    if (digit < 0 || digit > 9) return -1;
    value = value * 10 + digit;
  }
  return value <= 0xffff ? value : -1;
}

/** The record type that `bytes[start, stop)` names, or -1. */
export function typeCode(bytes: Uint8Array, start: number, stop: number): number {
  const code = codesByKey.get(mnemonicKey(bytes, start, stop));
  return code ?? numberBehind('TYPE', bytes, start, stop);
}

/** The class that `bytes[start, stop)` names, or -1. */
export function classCode(bytes: Uint8Array, start: number, stop: number): number {
  const code = classCodes.get(mnemonicKey(bytes, start, stop));
  return code ?? numberBehind('CLASS', bytes, start, stop);
}
