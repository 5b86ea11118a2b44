import { parseError } from './parse-error.ts';

export interface Token {
  kind: 'identifier' | 'string' | 'number' | 'range' | 'operator' | 'end';
  /** Of a string without its quotes, of a range without its brackets. */
  text: string;
  /** Where it begins in the query. */
  at: number;
}

/** The longest first. */
const operators = [
  '|=',
  '|~',
  '!=',
  '!~',
  '=~',
  '==',
  '>=',
  '<=',
  '{',
  '}',
  '(',
  ')',
  ',',
  '|',
  '=',
  '>',
  '<',
  '+',
  '-',
  '*',
  '/',
];

const patterns: readonly [Token['kind'], RegExp][] = [
  ['range', /\[([^\]]*)\]/y],
  ['string', /"((?:[^"\\\n]|\\.)*)"/y],
  ['string', /`([^`]*)`/y],
  ['number', /(\d+(?:\.\d+)?)(?![a-zA-Zµ])/y],
  ['identifier', /([a-zA-Z_][a-zA-Z0-9_]*)/y],
];

/** Takes a query apart. @throws LokiError at what is no LogQL */
export function readTokens(query: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  for (;;) {
    at += /^\s*/.exec(query.slice(at))?.[0].length ?? 0;
    if (at === query.length) return [...tokens, { kind: 'end', text: '', at }];
    const token = readToken(query, at);
    tokens.push(token.token);
    at += token.length;
  }
}

function readToken(query: string, at: number): { token: Token; length: number } {
  for (const [kind, pattern] of patterns) {
    pattern.lastIndex = at;
    const found = pattern.exec(query);
    if (found === null) continue;
    const [all, text = ''] = found;
    const isQuoted = kind === 'string' && all.startsWith('"');
    return { token: { kind, text: isQuoted ? unquote(query, at, all) : text, at }, length: all.length };
  }
  if (query[at] === '[') throw parseError("missing closing ']' in duration", query, at);
  if (query[at] === '"' || query[at] === '`') throw parseError('literal not terminated', query, at);
  const operator = operators.find((one) => query.startsWith(one, at));
  if (operator === undefined) throw parseError(`syntax error: unexpected ${query[at] ?? ''}`, query, at);
  return { token: { kind: 'operator', text: operator, at }, length: operator.length };
}

/** The escapes that Go's strings have and JSON's have too; others are refused. */
function unquote(query: string, at: number, quoted: string): string {
  try {
    return JSON.parse(quoted) as string;
  } catch {
    throw parseError('invalid syntax in a quoted string', query, at);
  }
}

/** How the real parser names what it did not expect. */
export function nameOf({ kind, text }: Token): string {
  if (kind === 'operator') return text;
  if (kind === 'end') return '$end';
  return kind.toUpperCase();
}
