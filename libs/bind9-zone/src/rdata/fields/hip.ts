import { ZoneSyntaxError } from '../../lexing/errors.ts';
import type { RdataField } from '../field.ts';
import { expectNumber, expectWord, takeWord, tokenText, wrongToken } from '../tokens.ts';
import { writeBase64Token } from './base64.ts';
import { foldName, formatWireName, writeTokenName } from './domain-name.ts';
import { formatHex } from './hex.ts';

/** HIP: algorithm, host identity tag in hex, key in base64, rendezvous servers (RFC 8005). */
export const hip: RdataField = {
  parse: (lexer, out, context) => {
    const headAt = out.reserve(4);
    out.bytes[headAt + 1] = expectNumber(lexer, 'the algorithm', 0xff);
    expectWord(lexer, 'the host identity tag');
    const tag = tokenText(lexer);
    if (!/^(?:[0-9a-f]{2}){1,255}$/i.test(tag)) throw wrongToken(lexer, 'a host identity tag in hex');
    out.append(Buffer.from(tag, 'hex'), 0, tag.length / 2);
    out.bytes[headAt] = tag.length / 2;
    expectWord(lexer, 'the key');
    const keyAt = out.length;
    writeBase64Token(lexer, out);
    const keyLength = out.length - keyAt;
    out.bytes[headAt + 2] = keyLength >>> 8;
    out.bytes[headAt + 3] = keyLength;
    while (takeWord(lexer)) writeTokenName(lexer, out, context);
  },
  copy: (from, out) => {
    const tagLength = from.uint8();
    out.uint8(tagLength);
    out.uint8(from.uint8());
    const keyLength = from.uint16();
    out.uint16(keyLength);
    if (tagLength === 0 || keyLength === 0) throw new ZoneSyntaxError('a HIP record without tag or key');
    from.copy(tagLength + keyLength, out);
    while (from.remaining > 0) {
      const name = from.name();
      out.append(name, 0, name.length);
    }
  },
  format: (from) => {
    const tagLength = from.uint8();
    const algorithm = from.uint8();
    const keyLength = from.uint16();
    const tag = formatHex(from.take(tagLength));
    const key = Buffer.from(from.take(keyLength)).toString('base64');
    const servers: string[] = [];
    while (from.remaining > 0) servers.push(formatWireName(from.name()));
    return [algorithm, tag, key, ...servers].join(' ');
  },
  foldNames: (wire, start, end) => {
    const keyLength = ((wire[start + 2] ?? 0) << 8) | (wire[start + 3] ?? 0);
    foldName(wire, start + 4 + (wire[start] ?? 0) + keyLength, end);
  },
};
