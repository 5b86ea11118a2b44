import { isDigit } from '../../lexing/characters.ts';
import type { Lexer } from '../../lexing/lexer.ts';
import type { RdataField } from '../field.ts';
import { codeOf, keyFlags, type Mnemonics, nameOf } from '../mnemonics.ts';
import { expectWord, tokenNumber, tokenText, wrongToken } from '../tokens.ts';

/** Reads a number up to `max` or a name of `mnemonics`. */
export function expectMnemonic(lexer: Lexer, what: string, mnemonics: Mnemonics, max: number): number {
  expectWord(lexer, what);
  const code = isDigit(lexer.bytes[lexer.start] ?? 0)
    ? tokenNumber(lexer, max)
    : (codeOf(mnemonics, tokenText(lexer)) ?? -1);
  if (code < 0) throw wrongToken(lexer, `${what}: a number from 0 to ${max} or a name for one`);
  return code;
}

/** Eight bits that have names; printed as a number, or by name when `isNamed`. */
export function mnemonic8(what: string, mnemonics: Mnemonics, isNamed = false): RdataField {
  return {
    parse: (lexer, out) => out.uint8(expectMnemonic(lexer, what, mnemonics, 0xff)),
    copy: (from, out) => out.uint8(from.uint8()),
    format: (from) => (isNamed ? nameOf(mnemonics, from.uint8()) : String(from.uint8())),
  };
}

/** Sixteen bits that have names; printed by name. */
export function mnemonic16(what: string, mnemonics: Mnemonics): RdataField {
  return {
    parse: (lexer, out) => out.uint16(expectMnemonic(lexer, what, mnemonics, 0xffff)),
    copy: (from, out) => out.uint16(from.uint16()),
    format: (from) => nameOf(mnemonics, from.uint16()),
  };
}

/** Reads the flags of a key: a number, decimal or else hex, or names joined by `|`. */
export function expectKeyFlags(lexer: Lexer): number {
  expectWord(lexer, 'the flags');
  const text = tokenText(lexer);
  if (/^(?:0x)?\d[0-9a-f]*$|^0x[0-9a-f]+$/i.test(text)) {
    const value = /^\d+$/.test(text) ? Number(text) : parseInt(text, 16);
    if (value <= 0xffff) return value;
  }
  let value = 0;
  for (const name of text.split('|')) {
    // BIND takes any beginning of a name.
    const known = keyFlags.find(([flag]) => flag.startsWith(name.toUpperCase()));
    if (known === undefined) throw wrongToken(lexer, 'flags from 0 to 65535, or names as ZONE|KSK');
    value |= known[1];
  }
  return value;
}
