import type { RdataField } from '../field.ts';
import { expectWord, tokenText, wrongToken } from '../tokens.ts';
import { formatHex } from './hex.ts';

/** Sixty-four bits as four groups of up to four hex digits: `14:4fff:ff20:ee64` (RFC 6742). */
export function locator64(what: string): RdataField {
  return {
    parse: (lexer, out) => {
      expectWord(lexer, what);
      const groups = /^([0-9a-f]{1,4}):([0-9a-f]{1,4}):([0-9a-f]{1,4}):([0-9a-f]{1,4})$/i.exec(
        tokenText(lexer),
      );
      if (groups === null) throw wrongToken(lexer, `${what} as four groups of hex digits`);
      for (const group of groups.slice(1)) out.uint16(parseInt(group, 16));
    },
    copy: (from, out) => from.copy(8, out),
    format: (from) => Array.from({ length: 4 }, () => from.uint16().toString(16)).join(':'),
  };
}

/** A hardware address: `count` bytes as hex digits joined by hyphens (RFC 7043). */
export function hardwareAddress(what: string, count: number): RdataField {
  const form = new RegExp(`^[0-9a-f]{1,2}(?:-[0-9a-f]{1,2}){${count - 1}}$`, 'i');
  return {
    parse: (lexer, out) => {
      expectWord(lexer, what);
      const text = tokenText(lexer);
      if (!form.test(text)) throw wrongToken(lexer, `${what} as ${count} pairs of hex digits joined by "-"`);
      for (const byte of text.split('-')) out.uint8(parseInt(byte, 16));
    },
    copy: (from, out) => from.copy(count, out),
    format: (from) =>
      formatHex(from.take(count))
        .toLowerCase()
        .replace(/..(?!$)/g, '$&-'),
  };
}
