import type { LokiError } from '../loki-error.ts';
import { parseError } from './parse-error.ts';
import { nameOf, readTokens, type Token } from './token.ts';

/** A query's tokens, taken one after the other. */
export class TokenStream {
  readonly #query: string;
  readonly #tokens: readonly Token[];
  #next = 0;

  constructor(query: string) {
    this.#query = query;
    this.#tokens = readTokens(query);
  }

  /** The next one, or one further on. */
  peek(ahead = 0): Token {
    return this.#tokens[Math.min(this.#next + ahead, this.#tokens.length - 1)] as Token;
  }

  take(): Token {
    const token = this.peek();
    this.#next += 1;
    return token;
  }

  /** Whether the next one is this operator or word. */
  is(text: string): boolean {
    const { kind, text: actual } = this.peek();
    return (kind === 'operator' || kind === 'identifier') && actual === text;
  }

  /** Takes it when it is next. */
  takeIf(text: string): boolean {
    if (!this.is(text)) return false;
    this.#next += 1;
    return true;
  }

  expect(text: string): Token {
    if (!this.is(text)) throw this.unexpected(text);
    return this.take();
  }

  expectKind(kind: Token['kind']): Token {
    if (this.peek().kind !== kind) throw this.unexpected(kind.toUpperCase());
    return this.take();
  }

  unexpected(expecting?: string, token: Token = this.peek()): LokiError {
    const expectation = expecting === undefined ? '' : `, expecting ${expecting}`;
    return this.error(`syntax error: unexpected ${nameOf(token)}${expectation}`, token);
  }

  error(message: string, token: Token = this.peek()): LokiError {
    return parseError(message, this.#query, token.at);
  }
}
