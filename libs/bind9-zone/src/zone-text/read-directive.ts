import { word } from '../lexing/lexer.ts';
import { parseTtl } from '../lexing/parse-ttl.ts';
import { writeName } from '../names/write-name.ts';
import { expectString, expectWord, tokenText, wrongToken } from '../rdata/tokens.ts';
import { expectLineEnd } from './expect-line-end.ts';
import { EntryError } from './entry-error.ts';
import { generate } from './generate.ts';
import type { ParserState } from './parser-state.ts';
import { limitTtl } from './read-record.ts';

/** An `$INCLUDE` to be followed. */
export interface Include {
  readonly path: string;
  readonly origin: Uint8Array;
}

/** The token just read as an absolute name. */
function tokenName(state: ParserState): Uint8Array {
  const { bytes, start, stop } = state.scope.lexer;
  const name = new Uint8Array(256);
  return name.slice(0, writeName(bytes, start, stop, state.scope.origin, name, 0));
}

/** Carries out the `$` directive just read; what has to be included is returned. */
export function readDirective(state: ParserState): Include | undefined {
  const { scope } = state;
  const { lexer } = scope;
  const directive = lexer.tokenText().toUpperCase();
  switch (directive) {
    case '$ORIGIN': {
      expectWord(lexer, 'the origin');
      const origin = tokenName(state);
      expectLineEnd(lexer);
      scope.origin = origin;
      scope.isOriginNew = true;
      return undefined;
    }
    case '$TTL': {
      expectWord(lexer, 'the TTL');
      const ttl = parseTtl(lexer.bytes, lexer.start, lexer.stop);
      if (ttl < 0) throw wrongToken(lexer, 'a TTL in seconds, or as 1w2d3h4m5s');
      expectLineEnd(lexer);
      state.lastTtl = state.defaultTtl = limitTtl(state, ttl);
      return undefined;
    }
    case '$INCLUDE': {
      expectString(lexer, 'the name of the file');
      const path = tokenText(lexer);
      let { origin } = scope;
      const kind = lexer.next(false);
      if (kind === word) {
        origin = tokenName(state);
        expectLineEnd(lexer);
      }
      return { path, origin };
    }
    case '$DATE':
      // Written by BIND into dumps of its cache; it says nothing about a zone.
      expectWord(lexer, 'the date');
      if (!/^\d{14}$/.test(tokenText(lexer))) throw wrongToken(lexer, 'a date as YYYYMMDDHHMMSS');
      expectLineEnd(lexer);
      return undefined;
    case '$GENERATE':
      generate(state);
      return undefined;
    default:
      throw new EntryError('unknown-directive', `an unknown directive "${lexer.tokenText()}"`);
  }
}
