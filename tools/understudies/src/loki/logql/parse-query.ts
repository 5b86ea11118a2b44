import { parseDurationNs } from '../configuration/duration.ts';
import {
  rangeOperations,
  vectorOperations,
  type Expression,
  type Grouping,
  type MetricExpression,
  type Matcher,
  type RangeOperation,
  type VectorOperation,
} from './expression.ts';
import { parseLogExpression, parseSelector, parseStages } from './parse-pipeline.ts';
import { TokenStream } from './token-stream.ts';

/**
 * Parses a query of LogQL, of which the understudy takes a part: selectors, line filters, `json`, `logfmt`, `line_format`
 * with labels, label filters, counts and rates over a range, aggregations, and arithmetic.
 *
 * @throws LokiError 400 that names the place
 *
 * @example
 * ```ts
 * parseQuery('sum by (namespace) (rate({container=~".+"} |= "error" [5m]))').kind; // 'aggregation'
 * ```
 */
export function parseQuery(query: string): Expression {
  const tokens = new TokenStream(query);
  const expression = tokens.is('{') ? parseLogExpression(tokens) : parseSum(tokens);
  if (tokens.peek().kind !== 'end') throw tokens.unexpected();
  return expression;
}

/** A selector alone, as `match[]` has it. @throws LokiError 400 */
export function parseMatch(text: string): Matcher[] {
  const tokens = new TokenStream(text);
  const matchers = parseSelector(tokens);
  if (tokens.peek().kind !== 'end') throw tokens.unexpected();
  return matchers;
}

function parseSum(tokens: TokenStream): MetricExpression {
  let left = parseProduct(tokens);
  while (tokens.is('+') || tokens.is('-')) {
    const operator = tokens.take().text as '+' | '-';
    left = { kind: 'arithmetic', operator, left, right: parseProduct(tokens) };
  }
  return left;
}

function parseProduct(tokens: TokenStream): MetricExpression {
  let left = parseTerm(tokens);
  while (tokens.is('*') || tokens.is('/')) {
    const operator = tokens.take().text as '*' | '/';
    left = { kind: 'arithmetic', operator, left, right: parseTerm(tokens) };
  }
  return left;
}

function parseTerm(tokens: TokenStream): MetricExpression {
  if (tokens.takeIf('(')) {
    const inner = parseSum(tokens);
    tokens.expect(')');
    return inner;
  }
  if (tokens.peek().kind === 'number' || tokens.is('-'))
    return { kind: 'number', value: parseNumber(tokens) };
  const { kind, text } = tokens.peek();
  if (kind !== 'identifier') throw tokens.unexpected();
  if (text === 'vector') return parseVector(tokens);
  if ((rangeOperations as readonly string[]).includes(text)) return parseRange(tokens);
  if ((vectorOperations as readonly string[]).includes(text)) return parseAggregation(tokens);
  throw tokens.unexpected();
}

function parseNumber(tokens: TokenStream): number {
  const sign = tokens.takeIf('-') ? -1 : 1;
  return sign * Number(tokens.expectKind('number').text);
}

function parseVector(tokens: TokenStream): MetricExpression {
  tokens.expect('vector');
  tokens.expect('(');
  const value = parseNumber(tokens);
  tokens.expect(')');
  return { kind: 'vector', value };
}

function parseRange(tokens: TokenStream): MetricExpression {
  const operation = tokens.take().text as RangeOperation;
  tokens.expect('(');
  const log = parseLogExpression(tokens);
  const range = tokens.expectKind('range');
  const rangeNs = parseDurationNs(range.text.trim());
  if (rangeNs === undefined || rangeNs === 0n)
    throw tokens.error(`not a valid duration string: ${JSON.stringify(range.text)}`, range);
  // The range may also stand before the filters.
  const stages = [...log.stages, ...parseStages(tokens)];
  tokens.expect(')');
  return { kind: 'range', operation, log: { ...log, stages }, rangeNs };
}

function parseAggregation(tokens: TokenStream): MetricExpression {
  const operation = tokens.take().text as VectorOperation;
  const before = parseGrouping(tokens);
  tokens.expect('(');
  const needsCount = operation === 'topk' || operation === 'bottomk';
  let count: number | undefined;
  if (needsCount) {
    count = Number(tokens.expectKind('number').text);
    if (!Number.isInteger(count) || count < 1)
      throw tokens.error(`invalid parameter (must be greater than 0) ${operation}(${count}`);
    tokens.expect(',');
  }
  const of = parseSum(tokens);
  tokens.expect(')');
  const grouping = before ?? parseGrouping(tokens) ?? { names: [], isWithout: false };
  return { kind: 'aggregation', operation, count, grouping, of };
}

function parseGrouping(tokens: TokenStream): Grouping | undefined {
  const isWithout = tokens.is('without');
  if (!isWithout && !tokens.is('by')) return undefined;
  tokens.take();
  tokens.expect('(');
  const names: string[] = [];
  while (!tokens.is(')')) {
    if (names.length > 0) tokens.expect(',');
    names.push(tokens.expectKind('identifier').text);
  }
  tokens.expect(')');
  return { names, isWithout };
}
