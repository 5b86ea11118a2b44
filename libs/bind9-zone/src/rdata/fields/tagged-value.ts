import { ZoneSyntaxError } from '../../lexing/errors.ts';
import { quotedString } from '../../lexing/lexer.ts';
import type { RdataField } from '../field.ts';
import { expectString, expectWord, tokenText, wrongToken } from '../tokens.ts';
import { writeBase64Words } from './base64.ts';
import { quoteBytes, writeTokenBytes } from './character-string.ts';

/** CAA's tag and value: the tag letters and digits, the value with or without quotes (RFC 8659 section 4.1). */
export const taggedValue: RdataField = {
  parse: (lexer, out) => {
    expectWord(lexer, 'the tag');
    const tag = tokenText(lexer);
    if (!/^[a-z0-9]{1,255}$/i.test(tag)) throw wrongToken(lexer, 'a tag of letters and digits');
    out.uint8(tag.length);
    out.append(lexer.bytes, lexer.start, lexer.stop);
    expectString(lexer, 'the value');
    writeTokenBytes(lexer, out);
  },
  copy: (from, out) => {
    const length = from.uint8();
    out.uint8(length);
    const at = out.length;
    from.copy(length, out);
    const tag = Buffer.from(out.bytes.subarray(at, out.length)).toString('latin1');
    if (!/^[a-z0-9]+$/i.test(tag)) throw new ZoneSyntaxError('a tag of other than letters and digits');
    from.copy(from.remaining, out);
  },
  format: (from) => {
    const tag = Buffer.from(from.take(from.uint8())).toString('latin1');
    return `${tag} ${quoteBytes(from.take(from.remaining))}`;
  },
};

/** URI's target: a quoted string without a length (RFC 7553 section 4.4). */
export const uriTarget: RdataField = {
  parse: (lexer, out) => {
    expectString(lexer, 'the target');
    if (lexer.kind !== quotedString) throw wrongToken(lexer, 'a target in quotes');
    writeTokenBytes(lexer, out);
  },
  copy: (from, out) => from.copy(from.remaining, out),
  format: (from) => quoteBytes(from.take(from.remaining)),
};

/** DOA's data: base64, or `-` for none. */
export const objectData: RdataField = {
  parse: (lexer, out) => {
    expectWord(lexer, 'the data');
    if (tokenText(lexer) !== '-') writeBase64Words(lexer, out);
  },
  copy: (from, out) => from.copy(from.remaining, out),
  format: (from) => (from.remaining === 0 ? '-' : Buffer.from(from.take(from.remaining)).toString('base64')),
};
