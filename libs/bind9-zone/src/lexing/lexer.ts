import {
  backslash,
  carriageReturn,
  closeParenthesis,
  doubleQuote,
  equalsSign,
  newline,
  openParenthesis,
  semicolon,
  space,
  tab,
} from './characters.ts';
import { windowEnd, ZoneSyntaxError } from './errors.ts';

/** Kinds of token, as numbers because the lexer makes no objects. */
export const endOfInput = 0;
export const endOfLine = 1;
export const leadingSpace = 2;
export const word = 3;
export const quotedString = 4;

const unexpectedQuote = 'a quoted string where none is allowed';

/** 1 for a byte that ends a word, 2 for the backslash. NUL ends one, so a word stops at the end of the window too. */
const wordEnd = new Uint8Array(256);
for (const byte of [0, tab, newline, carriageReturn, space, doubleQuote, openParenthesis, closeParenthesis]) {
  wordEnd[byte] = 1;
}
wordEnd[semicolon] = 1;
wordEnd[backslash] = 2;

/**
 * Cuts zone text into tokens, on bytes and without an object a token: the token is `bytes[start, stop)`, escapes
 * still in it. Rules as BIND's lexer has them: parentheses join lines and may be nested, a comment ends a word, a
 * line break inside quotes is an error.
 *
 * The text may be longer than `bytes`: see {@link setWindow}.
 */
export class Lexer {
  bytes: Uint8Array = new Uint8Array(1);
  /** The token: what it is and where it lies. */
  kind: number = endOfInput;
  start = 0;
  stop = 0;
  /** Whether a backslash was met in the token. */
  isEscaped = false;
  /** Where the value of a pair begins: see {@link nextPair}. */
  valueStart = 0;
  /** Line of the next byte, from 1. */
  line = 1;
  private at = 0;
  private end = 0;
  private isLast = true;
  private depth = 0;
  private isAtLineStart = true;
  private isPushedBack = false;
  private entryAt = 0;
  private entryLine = 1;

  /**
   * Gives the bytes to read on from: `bytes[at, end)`, where `bytes[end]` must be 0. When `isLast` is false, a token
   * that touches `end` throws {@link windowEnd}: the caller then goes back to the {@link markEntry entry's start},
   * provides more and tries again.
   */
  setWindow(bytes: Uint8Array, at: number, end: number, isLast: boolean): void {
    this.bytes = bytes;
    this.at = at;
    this.end = end;
    this.isLast = isLast;
  }

  /** A whole text. */
  static of(text: string | Uint8Array): Lexer {
    const source = typeof text === 'string' ? Buffer.from(text, 'utf8') : text;
    const bytes = new Uint8Array(source.length + 1);
    bytes.set(source);
    const lexer = new Lexer();
    lexer.setWindow(bytes, 0, source.length, true);
    return lexer;
  }

  /** Says that an entry begins here: {@link rewindEntry} comes back to this place. */
  markEntry(): void {
    this.entryAt = this.at;
    this.entryLine = this.line;
    this.isPushedBack = false;
    // The entry before is over: what went wrong from here on is in this one.
    this.kind = leadingSpace;
  }

  /** Goes back to where the entry began, and returns that place. */
  rewindEntry(): number {
    this.at = this.entryAt;
    this.line = this.entryLine;
    this.depth = 0;
    this.isAtLineStart = true;
    this.isPushedBack = false;
    return this.at;
  }

  /** The line the entry began on. */
  get firstLine(): number {
    return this.entryLine;
  }

  /** Makes the next {@link next} return this token again. */
  pushBack(): void {
    this.isPushedBack = true;
  }

  /**
   * Reads the next token and returns its kind. Where quotes are not accepted, one is a {@link ZoneSyntaxError}.
   */
  next(acceptsQuotes: boolean): number {
    if (this.isPushedBack) {
      this.isPushedBack = false;
      if (this.kind === quotedString && !acceptsQuotes) throw new ZoneSyntaxError(unexpectedQuote);
      return this.kind;
    }
    const bytes = this.bytes;
    let at = this.at;
    for (;;) {
      const byte = bytes[at] ?? 0;
      if (wordEnd[byte] !== 1) {
        this.isAtLineStart = false;
        return this.readWord(at);
      }
      at += 1;
      if (byte === space || byte === tab) {
        if (!this.isAtLineStart || this.depth > 0) continue;
        this.isAtLineStart = false;
        this.at = at;
        return (this.kind = leadingSpace);
      }
      if (byte === newline) {
        this.line += 1;
        this.isAtLineStart = true;
        if (this.depth > 0) continue;
        this.at = at;
        return (this.kind = endOfLine);
      }
      this.at = at;
      if (byte === doubleQuote && acceptsQuotes) return this.readQuotedString();
      const kind = this.readSpecial(byte);
      if (kind >= 0) return (this.kind = kind);
      at = this.at;
    }
  }

  /** What is neither word nor white space; -1 when there is no token in it. */
  private readSpecial(byte: number): number {
    if (byte === semicolon) {
      const found = this.bytes.indexOf(newline, this.at);
      if (found < 0 || found >= this.end) {
        if (!this.isLast) throw windowEnd;
        this.at = this.end;
      } else this.at = found;
      return -1;
    }
    if (byte === carriageReturn) {
      if (this.depth > 0) return -1;
      if (this.at >= this.end && !this.isLast) throw windowEnd;
      if (this.bytes[this.at] === newline) {
        this.at += 1;
        this.line += 1;
      }
      this.isAtLineStart = true;
      return endOfLine;
    }
    if (byte === openParenthesis) {
      this.isAtLineStart = false;
      this.depth += 1;
      return -1;
    }
    if (byte === closeParenthesis) {
      this.isAtLineStart = false;
      if (this.depth === 0) throw new ZoneSyntaxError('a ")" without a "(" before it');
      this.depth -= 1;
      return -1;
    }
    if (byte === 0 && this.at > this.end) {
      this.at = this.end;
      if (!this.isLast) throw windowEnd;
      if (this.depth > 0) {
        this.depth = 0;
        throw new ZoneSyntaxError('the text ends before a "(" is closed');
      }
      return endOfInput;
    }
    if (byte === 0) throw new ZoneSyntaxError('a NUL byte');
    throw new ZoneSyntaxError(unexpectedQuote);
  }

  private readWord(start: number): number {
    const bytes = this.bytes;
    let at = start;
    let isEscaped = false;
    for (;;) {
      const end = wordEnd[bytes[at] ?? 0] ?? 1;
      if (end === 1) break;
      at += 1;
      if (end === 0) continue;
      isEscaped = true;
      const escaped = bytes[at] ?? 0;
      // A line break is never escaped; behind the window's end nothing is.
      if (escaped !== newline && escaped !== carriageReturn && at < this.end) at += 1;
    }
    if (at >= this.end && !this.isLast) throw windowEnd;
    this.start = start;
    this.stop = at;
    this.at = at;
    this.isEscaped = isEscaped;
    return (this.kind = word);
  }

  private readQuotedString(): number {
    const bytes = this.bytes;
    let at = this.at;
    let isEscaped = false;
    for (;;) {
      const byte = bytes[at] ?? 0;
      if (byte === doubleQuote) break;
      if (byte === newline || at >= this.end) {
        if (at >= this.end && !this.isLast) throw windowEnd;
        this.at = at;
        throw new ZoneSyntaxError('a quoted string that is not closed on its line');
      }
      at += 1;
      if (byte === backslash) {
        isEscaped = true;
        if (at < this.end) {
          if (bytes[at] === newline) this.line += 1;
          at += 1;
        }
      }
    }
    this.isAtLineStart = false;
    this.start = this.at;
    this.stop = at;
    this.at = at + 1;
    this.isEscaped = isEscaped;
    return (this.kind = quotedString);
  }

  /**
   * Reads `key`, `key=value` or `key="quoted value"` as one token (RFC 9460 section 2.1): `start` is at the key, and
   * {@link valueStart} where the value begins, `stop` when there is none.
   */
  nextPair(): number {
    if (this.next(false) !== word) return this.kind;
    const keyAt = this.start;
    const equalsAt = this.bytes.indexOf(equalsSign, keyAt);
    const hasValue = equalsAt >= 0 && equalsAt < this.stop;
    this.valueStart = hasValue ? equalsAt + 1 : this.stop;
    if (hasValue && equalsAt + 1 === this.stop && this.bytes[this.at] === doubleQuote) {
      this.at += 1;
      this.readQuotedString();
      this.valueStart = this.start;
      this.start = keyAt;
      this.kind = word;
    }
    return this.kind;
  }

  /** Skips what is left of the entry; where that is broken too, what is left of the line. */
  skipEntry(): void {
    this.isPushedBack = false;
    try {
      while (this.next(true) > endOfLine);
    } catch (error) {
      if (error === windowEnd) throw error;
      this.depth = 0;
      this.skipLine();
    }
  }

  private skipLine(): void {
    const found = this.bytes.indexOf(newline, this.at);
    if (found < 0 || found >= this.end) {
      if (!this.isLast) throw windowEnd;
      this.at = this.end;
      return;
    }
    this.at = found + 1;
    this.line += 1;
    this.isAtLineStart = true;
  }

  /** The token as text for messages, cut to a length that a message bears. */
  tokenText(): string {
    const text = Buffer.from(this.bytes.subarray(this.start, Math.min(this.stop, this.start + 80))).toString(
      'latin1',
    );
    return this.stop - this.start > 80 ? `${text}…` : text;
  }
}
