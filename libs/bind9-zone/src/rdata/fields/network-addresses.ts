import { ZoneSyntaxError } from '../../lexing/errors.ts';
import type { RdataField } from '../field.ts';
import { expectNumber, expectString, expectWord, tokenText, wrongToken } from '../tokens.ts';
import { formatIpv6, readIpv6 } from './addresses.ts';
import { quoteBytes, writeTokenString } from './character-string.ts';
import { foldName, formatWireName, writeTokenName } from './domain-name.ts';
import { formatHex } from './hex.ts';

/** NSAP: an OSI address as hex after `0x`, dots allowed (RFC 1706). */
export const nsapAddress: RdataField = {
  parse: (lexer, out) => {
    expectWord(lexer, 'the NSAP address');
    const text = tokenText(lexer);
    const digits = text.slice(2).replaceAll('.', '');
    if (!/^0x/i.test(text) || !/^(?:[0-9a-f]{2})+$/i.test(digits))
      throw wrongToken(lexer, 'an NSAP address as 0x47…');
    out.append(Buffer.from(digits, 'hex'), 0, digits.length / 2);
  },
  copy: (from, out) => {
    if (from.remaining === 0) throw new ZoneSyntaxError('the NSAP address is empty');
    from.copy(from.remaining, out);
  },
  format: (from) => `0x${formatHex(from.take(from.remaining)).toLowerCase()}`,
};

const e164 = 1;

/** ATMA: an ATM address, E.164 digits after `+` or an end system address in hex; dots allowed. */
export const atmAddress: RdataField = {
  parse: (lexer, out) => {
    expectWord(lexer, 'the ATM address');
    const text = tokenText(lexer);
    const digits = text.replaceAll('.', '');
    const hasWrongDots = /\.\.|^\.|\.$|^\+\./.test(text);
    if (/^\+\d+$/.test(digits) && !hasWrongDots) {
      out.uint8(e164);
      out.append(Buffer.from(digits.slice(1), 'latin1'), 0, digits.length - 1);
    } else if (/^(?:[0-9a-f]{2})+$/i.test(digits) && !hasWrongDots) {
      out.uint8(0);
      out.append(Buffer.from(digits, 'hex'), 0, digits.length / 2);
    } else throw wrongToken(lexer, 'an ATM address, as +61200 or 4700…');
  },
  copy: (from, out) => {
    const format = from.uint8();
    out.uint8(format);
    if (from.remaining === 0) throw new ZoneSyntaxError('the ATM address is empty');
    const at = out.length;
    from.copy(from.remaining, out);
    if (format !== e164) return;
    for (const digit of out.bytes.subarray(at, out.length)) {
      if (digit < 0x30 || digit > 0x39) throw new ZoneSyntaxError('an E.164 address with other than digits');
    }
  },
  format: (from) => {
    const format = from.uint8();
    const address = from.take(from.remaining);
    return format === e164 ? `+${Buffer.from(address).toString('latin1')}` : formatHex(address).toLowerCase();
  },
};

/** A6: how many bits of the address are elsewhere, the others, and where (RFC 2874). */
export const a6Address: RdataField = {
  parse: (lexer, out, context) => {
    const prefixBits = expectNumber(lexer, 'the prefix length', 128);
    out.uint8(prefixBits);
    if (prefixBits < 128) {
      expectWord(lexer, 'the address suffix');
      const address = new Uint8Array(16);
      if (!readIpv6(lexer.bytes, lexer.start, lexer.stop, address, 0))
        throw wrongToken(lexer, 'an IPv6 address');
      const first = prefixBits >> 3;
      address[first] = (address[first] ?? 0) & (0xff >> (prefixBits & 7));
      out.append(address, first, 16);
    }
    if (prefixBits === 0) return;
    expectWord(lexer, 'the prefix name');
    writeTokenName(lexer, out, context);
  },
  copy: (from, out, mayCompress) => {
    const prefixBits = from.uint8();
    if (prefixBits > 128) throw new ZoneSyntaxError('a prefix longer than an address');
    out.uint8(prefixBits);
    const at = out.length;
    from.copy(16 - (prefixBits >> 3), out);
    if (prefixBits < 128) out.bytes[at] = (out.bytes[at] ?? 0) & (0xff >> (prefixBits & 7));
    if (prefixBits === 0) return;
    const name = from.name(mayCompress);
    out.append(name, 0, name.length);
  },
  format: (from) => {
    const prefixBits = from.uint8();
    const address = new Uint8Array(16);
    const first = prefixBits >> 3;
    address.set(from.take(16 - first), first);
    const suffix = prefixBits < 128 ? formatIpv6(address) : '';
    return prefixBits === 0 ? `0 ${suffix}` : `${prefixBits} ${suffix} ${formatWireName(from.name())}`;
  },
  fold: (wire, start, end) => foldName(wire, start + 1 + 16 - ((wire[start] ?? 0) >> 3), end),
};

/** X25: a string of at least four digits (RFC 1183 section 3.1). */
export const x25Address: RdataField = {
  parse: (lexer, out) => {
    expectString(lexer, 'the X.25 address');
    if (!/^\d{4,255}$/.test(tokenText(lexer))) throw wrongToken(lexer, 'at least four digits');
    writeTokenString(lexer, out);
  },
  copy: (from, out) => {
    const length = from.uint8();
    out.uint8(length);
    const at = out.length;
    from.copy(length, out);
    if (length < 4 || out.bytes.subarray(at, out.length).some((byte) => byte < 0x30 || byte > 0x39)) {
      throw new ZoneSyntaxError('an X.25 address with other than digits');
    }
  },
  format: (from) => quoteBytes(from.take(from.uint8())),
};
