import { ZoneSyntaxError } from '../../lexing/errors.ts';
import type { RdataField } from '../field.ts';
import { algorithms, keyProtocols } from '../mnemonics.ts';
import { expectWord } from '../tokens.ts';
import { formatBase64, writeBase64Words } from './base64.ts';
import { expectKeyFlags, expectMnemonic } from './mnemonic.ts';

const noKey = 0xc000;
const privateDns = 253;

/** What differs between KEY and the types made after it. */
interface KeyOptions {
  /** Whether the two highest flags say that no key follows (RFC 2535 section 3.1.2). */
  mayLackKey?: boolean;
  /** Whether the flags have to be 0. */
  hasNoFlags?: boolean;
}

/** Flags, protocol, algorithm and a public key: KEY, DNSKEY, CDNSKEY, RKEY. */
export function publicKey(options: KeyOptions = {}): RdataField {
  const lacksKey = (flags: number): boolean => options.mayLackKey === true && (flags & noKey) === noKey;
  const checkFlags = (flags: number): void => {
    if (options.hasNoFlags === true && flags !== 0) throw new ZoneSyntaxError('flags other than 0');
  };
  return {
    parse: (lexer, out) => {
      const flags = expectKeyFlags(lexer);
      checkFlags(flags);
      out.uint16(flags);
      out.uint8(expectMnemonic(lexer, 'the protocol', keyProtocols, 0xff));
      out.uint8(expectMnemonic(lexer, 'the algorithm', algorithms, 0xff));
      if (lacksKey(flags)) return;
      expectWord(lexer, 'the key');
      writeBase64Words(lexer, out);
    },
    copy: (from, out) => {
      const flags = from.uint16();
      checkFlags(flags);
      out.uint16(flags);
      out.uint8(from.uint8());
      const algorithm = from.uint8();
      out.uint8(algorithm);
      if (lacksKey(flags)) return;
      if (from.remaining === 0) throw new ZoneSyntaxError('the key is missing');
      if (algorithm === privateDns) {
        const name = from.name();
        out.append(name, 0, name.length);
      }
      from.copy(from.remaining, out);
    },
    format: (from) => {
      const flags = from.uint16();
      const head = `${flags} ${from.uint8()} ${from.uint8()}`;
      if (lacksKey(flags)) return head;
      return `${head} ${formatBase64(from.take(from.remaining))}`;
    },
  };
}
