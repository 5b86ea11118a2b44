import { ZoneSyntaxError } from '../../lexing/errors.ts';
import { type Lexer, word } from '../../lexing/lexer.ts';
import type { RdataField } from '../field.ts';
import { expectWord, takeWord, wrongToken } from '../tokens.ts';
import type { WireWriter } from '../wire-writer.ts';

/** Value of each hex digit; -1 elsewhere. */
const hexValues = new Int8Array(256).fill(-1);
for (let value = 0; value < 16; value += 1) {
  hexValues[value.toString(16).charCodeAt(0)] = value;
  hexValues[value.toString(16).toUpperCase().charCodeAt(0)] = value;
}

/** Bytes as upper-case hex digits. */
export function formatHex(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('hex').toUpperCase();
}

/** Long text cut into words of `size` characters, as BIND prints keys and digests. */
export function splitWords(text: string, size: number): string {
  if (text.length <= size) return text;
  const words: string[] = [];
  for (let at = 0; at < text.length; at += size) words.push(text.slice(at, at + size));
  return words.join(' ');
}

/** Decodes hex digits spread over the words from the token just read on; `count` bytes, or to the end of the record. */
export function writeHexWords(lexer: Lexer, out: WireWriter, count?: number): void {
  const before = out.length;
  let high = -1;
  do {
    for (let at = lexer.start; at < lexer.stop; at += 1) {
      const value = hexValues[lexer.bytes[at] ?? 0] ?? -1;
      if (value < 0) throw wrongToken(lexer, 'hex digits');
      if (high < 0) high = value;
      else {
        if (out.length - before === count) throw wrongToken(lexer, `hex digits for ${count} bytes in all`);
        out.uint8((high << 4) | value);
        high = -1;
      }
    }
    if (out.length - before === count && high < 0) return;
  } while (lexer.next(false) === word);
  lexer.pushBack();
  if (high >= 0) throw new ZoneSyntaxError('an odd number of hex digits');
  if (count !== undefined) {
    throw new ZoneSyntaxError(`hex digits for ${out.length - before} bytes where ${count} are announced`);
  }
}

/** Options of hex data. */
interface HexOptions {
  /** Whether the data may be empty; printed as nothing. */
  mayBeEmpty?: boolean;
  /** Characters in a printed word. @default 56 */
  wordSize?: number;
}

/** Hex data to the end of the record. */
export function hexData(what: string, options: HexOptions = {}): RdataField {
  const { mayBeEmpty = false, wordSize = 56 } = options;
  return {
    parse: (lexer, out) => {
      if (mayBeEmpty) {
        if (takeWord(lexer)) writeHexWords(lexer, out);
        return;
      }
      expectWord(lexer, what);
      writeHexWords(lexer, out);
    },
    copy: (from, out) => {
      if (from.remaining === 0 && !mayBeEmpty) throw new ZoneSyntaxError(`${what} is empty`);
      from.copy(from.remaining, out);
    },
    format: (from) => splitWords(formatHex(from.take(from.remaining)), wordSize),
  };
}
