import { ZoneSyntaxError } from '../../lexing/errors.ts';
import { type Lexer, word } from '../../lexing/lexer.ts';
import type { RdataField } from '../field.ts';
import { expectWord, takeWord, wrongToken } from '../tokens.ts';
import type { WireWriter } from '../wire-writer.ts';
import { splitWords } from './hex.ts';

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const padding = 64;
const values = new Int8Array(256).fill(-1);
for (let value = 0; value < 64; value += 1) values[alphabet.charCodeAt(value)] = value;
values['='.charCodeAt(0)] = padding;

const incomplete = 'base64 that is incomplete: groups of four characters, the last padded with "="';

/** Decodes groups of four characters that may be spread over several words (RFC 4648 section 4). */
class Base64Decoder {
  private readonly out: WireWriter;
  private bits = 0;
  private characters = 0;
  private paddings = 0;
  private isOver = false;

  constructor(out: WireWriter) {
    this.out = out;
  }

  /** Takes one character; false when it cannot stand here. */
  take(value: number): boolean {
    if (value < 0 || this.isOver) return false;
    if (value === padding) {
      if (this.characters < 2) return false;
      this.paddings += 1;
    } else if (this.paddings > 0) return false;
    this.bits = (this.bits << 6) | (value & 63);
    this.characters += 1;
    return this.characters < 4 || this.endGroup();
  }

  private endGroup(): boolean {
    const { bits, paddings } = this;
    // Bits that no byte uses have to be zero.
    if (paddings > 0 && (bits & (paddings === 1 ? 0xff : 0xffff)) !== 0) return false;
    this.out.uint8((bits >>> 16) & 0xff);
    if (paddings < 2) this.out.uint8((bits >>> 8) & 0xff);
    if (paddings < 1) this.out.uint8(bits & 0xff);
    this.isOver = paddings > 0;
    this.bits = this.characters = this.paddings = 0;
    return true;
  }

  get isComplete(): boolean {
    return this.characters === 0;
  }
}

/** Decodes base64 in the words from the token just read to the end of the record. */
export function writeBase64Words(lexer: Lexer, out: WireWriter): void {
  const decoder = new Base64Decoder(out);
  do writeCharacters(lexer, decoder);
  while (lexer.next(false) === word);
  lexer.pushBack();
  if (!decoder.isComplete) throw new ZoneSyntaxError(incomplete);
}

/** Decodes base64 in the token just read alone. */
export function writeBase64Token(lexer: Lexer, out: WireWriter): void {
  const decoder = new Base64Decoder(out);
  writeCharacters(lexer, decoder);
  if (!decoder.isComplete) throw new ZoneSyntaxError(incomplete);
}

function writeCharacters(lexer: Lexer, decoder: Base64Decoder): void {
  for (let at = lexer.start; at < lexer.stop; at += 1) {
    if (!decoder.take(values[lexer.bytes[at] ?? 0] ?? -1)) throw wrongToken(lexer, 'base64');
  }
}

/** Bytes as base64, in words of 56 characters. */
export function formatBase64(bytes: Uint8Array): string {
  return splitWords(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('base64'), 56);
}

/** Base64 data to the end of the record. */
export function base64Data(what: string, options: { mayBeEmpty?: boolean } = {}): RdataField {
  const { mayBeEmpty = false } = options;
  return {
    parse: (lexer, out) => {
      if (mayBeEmpty) {
        if (takeWord(lexer)) writeBase64Words(lexer, out);
        return;
      }
      expectWord(lexer, what);
      writeBase64Words(lexer, out);
    },
    copy: (from, out) => {
      if (from.remaining === 0 && !mayBeEmpty) throw new ZoneSyntaxError(`${what} is empty`);
      from.copy(from.remaining, out);
    },
    format: (from) => formatBase64(from.take(from.remaining)),
  };
}
