import { ZoneSyntaxError } from '../lexing/errors.ts';
import { endOfInput, endOfLine, type Lexer } from '../lexing/lexer.ts';
import { wrongToken } from '../rdata/tokens.ts';

/** A directive ends with its line; BIND does not take the end of the file for it. */
export function expectLineEnd(lexer: Lexer): void {
  const kind = lexer.next(true);
  if (kind === endOfInput)
    throw new ZoneSyntaxError('a directive at the end of the file without a line break');
  if (kind !== endOfLine) throw wrongToken(lexer, 'the end of the line');
}
