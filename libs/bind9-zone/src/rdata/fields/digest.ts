import { ZoneSyntaxError } from '../../lexing/errors.ts';
import type { RdataField } from '../field.ts';
import { expectMnemonic } from './mnemonic.ts';
import { formatHex, splitWords, writeHexWords } from './hex.ts';
import { takeWord } from '../tokens.ts';
import type { Mnemonics } from '../mnemonics.ts';

/** A digest's type (8 bits) and the digest in hex; `sizes` has the bytes of the types whose size is known,
 * `minSize` the least for the others. */
export function digest(
  mnemonics: Mnemonics,
  sizes: Readonly<Partial<Record<number, number>>>,
  minSize = 1,
): RdataField {
  const checkSize = (size: number): void => {
    if (size < minSize)
      throw new ZoneSyntaxError(`a digest of ${size} bytes; at least ${minSize} are needed`);
  };
  return {
    parse: (lexer, out) => {
      const type = expectMnemonic(lexer, 'the digest type', mnemonics, 0xff);
      out.uint8(type);
      const at = out.length;
      if (takeWord(lexer)) writeHexWords(lexer, out, sizes[type]);
      else if (sizes[type] !== undefined) throw new ZoneSyntaxError('the digest is missing');
      checkSize(out.length - at);
    },
    copy: (from, out) => {
      const type = from.uint8();
      out.uint8(type);
      const size = sizes[type] ?? from.remaining;
      checkSize(size);
      from.copy(size, out);
    },
    format: (from) => `${from.uint8()} ${splitWords(formatHex(from.take(from.remaining)), 56)}`,
  };
}
