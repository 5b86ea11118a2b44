import { isDigit } from '../lexing/characters.ts';
import { ZoneSyntaxError } from '../lexing/errors.ts';
import { type Lexer, quotedString, word } from '../lexing/lexer.ts';

/** Reads the next word. @throws ZoneSyntaxError when the entry ends or a quote begins there. */
export function expectWord(lexer: Lexer, what: string): void {
  if (lexer.next(false) !== word) throw new ZoneSyntaxError(`${what} is missing`);
}

/** Reads the next word or quoted string. @throws ZoneSyntaxError when the entry ends there. */
export function expectString(lexer: Lexer, what: string): void {
  if (lexer.next(true) < word) throw new ZoneSyntaxError(`${what} is missing`);
}

/** Reads the next word if the entry goes on. */
export function takeWord(lexer: Lexer): boolean {
  if (lexer.next(false) === word) return true;
  lexer.pushBack();
  return false;
}

/** Reads the next word or quoted string if the entry goes on. */
export function takeString(lexer: Lexer): boolean {
  const kind = lexer.next(true);
  if (kind === word || kind === quotedString) return true;
  lexer.pushBack();
  return false;
}

/** An error about the token just read. */
export function wrongToken(lexer: Lexer, expected: string): ZoneSyntaxError {
  return new ZoneSyntaxError(`expected ${expected}, met "${lexer.tokenText()}"`);
}

/** The token as text; bytes beyond ASCII as Latin-1. */
export function tokenText(lexer: Lexer): string {
  let text = '';
  if (lexer.stop - lexer.start > 64) {
    return Buffer.from(lexer.bytes.subarray(lexer.start, lexer.stop)).toString('latin1');
  }
  for (let at = lexer.start; at < lexer.stop; at += 1) text += String.fromCharCode(lexer.bytes[at] ?? 0);
  return text;
}

/** The token as a decimal number, or -1 when it is none or above `max`. */
export function tokenNumber(lexer: Lexer, max: number): number {
  let value = 0;
  for (let at = lexer.start; at < lexer.stop; at += 1) {
    const digit = lexer.bytes[at] ?? 0;
    if (!isDigit(digit)) return -1;
    value = value * 10 + digit - 0x30;
    if (value > max) return -1;
  }
  return value;
}

/** Reads a decimal number. @throws ZoneSyntaxError */
export function expectNumber(lexer: Lexer, what: string, max: number): number {
  expectWord(lexer, what);
  const value = tokenNumber(lexer, max);
  if (value < 0) throw wrongToken(lexer, `${what} from 0 to ${max}`);
  return value;
}
