import { parseTtl } from '../../lexing/parse-ttl.ts';
import type { RdataField } from '../field.ts';
import { expectNumber, expectWord, tokenText, wrongToken } from '../tokens.ts';

/** A decimal number of 8 bits. */
export function uint8(what: string): RdataField {
  return {
    parse: (lexer, out) => out.uint8(expectNumber(lexer, what, 0xff)),
    copy: (from, out) => out.uint8(from.uint8()),
    format: (from) => String(from.uint8()),
  };
}

/** A decimal number of 16 bits. */
export function uint16(what: string): RdataField {
  return {
    parse: (lexer, out) => out.uint16(expectNumber(lexer, what, 0xffff)),
    copy: (from, out) => out.uint16(from.uint16()),
    format: (from) => String(from.uint16()),
  };
}

/** A decimal number of 32 bits. */
export function uint32(what: string): RdataField {
  return {
    parse: (lexer, out) => out.uint32(expectNumber(lexer, what, 0xffffffff)),
    copy: (from, out) => out.uint32(from.uint32()),
    format: (from) => String(from.uint32()),
  };
}

/** Seconds, as a number or with units (`1h30m`); printed as a number. */
export function seconds(what: string): RdataField {
  return {
    parse: (lexer, out) => {
      expectWord(lexer, what);
      const value = parseTtl(lexer.bytes, lexer.start, lexer.stop);
      if (value < 0) throw wrongToken(lexer, `${what} in seconds, or as 1w2d3h4m5s`);
      out.uint32(value);
    },
    copy: (from, out) => out.uint32(from.uint32()),
    format: (from) => String(from.uint32()),
  };
}

/** An octal number of 16 bits: the address of a Chaosnet host (RFC 1035 section 3.3). */
export function octal16(what: string): RdataField {
  return {
    parse: (lexer, out) => {
      expectWord(lexer, what);
      const text = tokenText(lexer);
      if (!/^[0-7]{1,11}$/.test(text) || parseInt(text, 8) > 0xffff)
        throw wrongToken(lexer, `${what} in octal`);
      out.uint16(parseInt(text, 8));
    },
    copy: (from, out) => out.uint16(from.uint16()),
    format: (from) => from.uint16().toString(8),
  };
}
