import { expect, test } from 'vitest';
import { windowEnd } from './errors.ts';
import { endOfInput, endOfLine, leadingSpace, Lexer, quotedString, word } from './lexer.ts';

const names = ['end of input', 'end of line', 'leading space', 'word', 'string'];

/** All tokens of a text, as `kind:text`. */
function tokens(text: string): string[] {
  const lexer = Lexer.of(text);
  const found: string[] = [];
  for (;;) {
    const kind = lexer.next(true);
    if (kind === endOfInput) return found;
    const isText = kind === word || kind === quotedString;
    found.push(isText ? `${names[kind] ?? ''}:${lexer.tokenText()}` : (names[kind] ?? ''));
  }
}

test('words end at blanks, line breaks, comments, parentheses and quotes', () => {
  expect(tokens('a b\tc;d\ne(f)g"h"i')).toEqual([
    ...['word:a', 'word:b', 'word:c', 'end of line', 'word:e', 'word:f', 'word:g', 'string:h', 'word:i'],
  ]);
});

test('a blank at the start of a line is told, elsewhere it is not', () => {
  expect(tokens(' a  b\n\tc')).toEqual([
    'leading space',
    'word:a',
    'word:b',
    'end of line',
    'leading space',
    'word:c',
  ]);
});

test('within parentheses line breaks are blanks, however deep', () => {
  expect(tokens('a (b\n (c ; comment )\n) d\n) e\nf')).toEqual([
    ...['word:a', 'word:b', 'word:c', 'word:d', 'word:e', 'end of line', 'word:f'],
  ]);
});

test('escapes keep what they escape in the word, but no line break', () => {
  expect(tokens('a\\ b\\;c\\"d e\\\nf')).toEqual(['word:a\\ b\\;c\\"d', 'word:e\\', 'end of line', 'word:f']);
});

test('a carriage return ends a line, alone or before a line feed', () => {
  expect(tokens('a\r\nb\rc')).toEqual(['word:a', 'end of line', 'word:b', 'end of line', 'word:c']);
});

test('lines are counted, within parentheses and comments too', () => {
  const lexer = Lexer.of('a (\n; x\n\nb ) c\nd');
  const lines: number[] = [];
  while (lexer.next(true) !== endOfInput) if (lexer.kind === word) lines.push(lexer.line);
  expect(lines).toEqual([1, 4, 4, 5]);
});

test.each([
  ['a )', 'a ")" without a "(" before it'],
  ['a ( b', 'the text ends before a "(" is closed'],
  ['"a\n"', 'a quoted string that is not closed on its line'],
  ['a \0', 'a NUL byte'],
])('%j is refused: %s', (text, message) => {
  expect(() => tokens(text)).toThrow(message);
});

test('a quoted string is refused where none is allowed', () => {
  expect(() => Lexer.of('"a"').next(false)).toThrow('a quoted string where none is allowed');
});

test('a window that ends within an entry asks for more, and the entry is read again from its start', () => {
  const lexer = new Lexer();
  const bytes = Buffer.from('first\nsecond word\n\0');
  const cut = Uint8Array.of(...bytes.subarray(0, 10), 0);
  lexer.setWindow(cut, 0, 10, false);
  lexer.markEntry();
  expect(lexer.next(true)).toBe(word);
  expect(lexer.next(true)).toBe(endOfLine);
  lexer.markEntry();
  expect(() => lexer.next(true)).toThrow(windowEnd);
  expect(lexer.rewindEntry()).toBe(6);
  lexer.setWindow(bytes, 6, bytes.length - 1, true);
  expect([lexer.next(true), lexer.tokenText(), lexer.line]).toEqual([word, 'second', 2]);
});

test('pairs are one token, their quoted value too', () => {
  const lexer = Lexer.of('alpn="h2,h3" port=53 key only="a b"x');
  const pairs: string[] = [];
  while (lexer.nextPair() === word) {
    const { bytes, start, valueStart, stop } = lexer;
    const part = (from: number, to: number): string => Buffer.from(bytes.subarray(from, to)).toString();
    pairs.push(`${part(start, valueStart)}|${part(valueStart, stop)}`);
  }
  expect(pairs).toEqual(['alpn="|h2,h3', 'port=|53', 'key|', 'only="|a b', 'x|']);
});

test('kinds below word are no text', () => {
  expect([endOfInput, endOfLine, leadingSpace].every((kind) => kind < word)).toBe(true);
});
