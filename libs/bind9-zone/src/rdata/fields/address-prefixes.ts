import { ZoneSyntaxError } from '../../lexing/errors.ts';
import type { RdataField } from '../field.ts';
import { takeWord, tokenText, wrongToken } from '../tokens.ts';
import { formatIpv4, formatIpv6, readIpv4, readIpv6 } from './addresses.ts';

const familyBytes: Readonly<Partial<Record<number, number>>> = { 1: 4, 2: 16 };

/** APL: prefixes as `[!]family:address/length`, where a `!` takes the prefix out (RFC 3123). */
export const addressPrefixes: RdataField = {
  parse: (lexer, out) => {
    while (takeWord(lexer)) {
      const parts = /^(!?)(\d{1,5}):([^/]+)\/(\d{1,3})$/.exec(tokenText(lexer));
      const [, negation = '', familyText = '', addressText = '', lengthText = ''] = parts ?? [];
      const family = Number(familyText);
      const size = familyBytes[family];
      const address = new Uint8Array(16);
      const bytes = Buffer.from(addressText, 'latin1');
      const isRead = family === 1 ? readIpv4 : readIpv6;
      if (
        size === undefined ||
        Number(lengthText) > 8 * size ||
        !isRead(bytes, 0, bytes.length, address, 0)
      ) {
        throw wrongToken(lexer, 'a prefix as 1:192.0.2.0/24 or !2:2001:db8::/32');
      }
      let length = size;
      while (length > 0 && address[length - 1] === 0) length -= 1;
      out.uint16(family);
      out.uint8(Number(lengthText));
      out.uint8(length | (negation === '' ? 0 : 0x80));
      out.append(address, 0, length);
    }
  },
  copy: (from, out) => {
    while (from.remaining > 0) {
      const family = from.uint16();
      const prefix = from.uint8();
      const length = from.uint8();
      const size = familyBytes[family] ?? 127;
      if ((length & 0x7f) > size || (familyBytes[family] !== undefined && prefix > 8 * size)) {
        throw new ZoneSyntaxError('a prefix longer than its address');
      }
      out.uint16(family);
      out.uint8(prefix);
      out.uint8(length);
      from.copy(length & 0x7f, out);
      if ((length & 0x7f) > 0 && out.bytes[out.length - 1] === 0) {
        throw new ZoneSyntaxError('a prefix with a 0 at its end');
      }
    }
  },
  format: (from) => {
    const prefixes: string[] = [];
    while (from.remaining > 0) {
      const family = from.uint16();
      const prefix = from.uint8();
      const length = from.uint8();
      const address = new Uint8Array(16);
      address.set(from.take(length & 0x7f));
      const text = family === 1 ? formatIpv4(address) : formatIpv6(address);
      prefixes.push(`${length >= 0x80 ? '!' : ''}${family}:${text}/${prefix}`);
    }
    return prefixes.join(' ');
  },
};
