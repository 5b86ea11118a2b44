import type { Labels } from '../labels.ts';
import type { LogExpression, Matcher, Stage, TemplatePart } from './expression.ts';
import { buildMatcher, compileExpression, isSelective } from './matcher.ts';
import type { TokenStream } from './token-stream.ts';

const matcherOperators: readonly string[] = ['=', '!=', '=~', '!~'];
const lineOperators: readonly string[] = ['|=', '!=', '|~', '!~'];
const numberOperators: readonly string[] = ['==', '>', '>=', '<', '<='];

/** `{namespace="game"} |= "error" | json | status >= 500` */
export function parseLogExpression(tokens: TokenStream): LogExpression {
  const matchers = parseSelector(tokens);
  return { kind: 'log', matchers, stages: parseStages(tokens) };
}

export function parseSelector(tokens: TokenStream): Matcher[] {
  const start = tokens.expect('{');
  const matchers: Matcher[] = [];
  while (!tokens.is('}')) {
    if (matchers.length > 0) tokens.expect(',');
    const { text: name } = tokens.expectKind('identifier');
    matchers.push(parseMatcher(tokens, name));
  }
  tokens.expect('}');
  if (!isSelective(matchers))
    throw tokens.error(
      'queries require at least one regexp or equality matcher that does not have an empty-compatible value. ' +
        'For instance, app=~".*" does not meet this requirement, but app=~".+" will',
      start,
    );
  return matchers;
}

function parseMatcher(tokens: TokenStream, name: string): Matcher {
  const operator = tokens.peek();
  if (!matcherOperators.includes(operator.text)) throw tokens.unexpected('= or != or =~ or !~');
  tokens.take();
  const value = tokens.expectKind('string');
  return guarded(tokens, value, () => buildMatcher(name, operator.text as Matcher['operator'], value.text));
}

export function parseStages(tokens: TokenStream): Stage[] {
  const stages: Stage[] = [];
  for (;;) {
    const { kind, text } = tokens.peek();
    if (kind !== 'operator') return stages;
    if (lineOperators.includes(text)) stages.push(parseLineFilter(tokens));
    else if (text === '|') stages.push(parsePipe(tokens));
    else return stages;
  }
}

function parseLineFilter(tokens: TokenStream): Stage {
  const { text: operator } = tokens.take();
  const tests = [parseLineTest(tokens, operator)];
  while (tokens.takeIf('or')) tests.push(parseLineTest(tokens, operator));
  const isPositive = operator.startsWith('|');
  return { kind: 'line-filter', keeps: (line) => tests.some((found) => found(line)) === isPositive };
}

function parseLineTest(tokens: TokenStream, operator: string): (line: string) => boolean {
  const value = tokens.expectKind('string');
  if (!operator.endsWith('~')) return (line) => line.includes(value.text);
  const expression = guarded(tokens, value, () => compileExpression(value.text, false));
  return (line) => expression.test(line);
}

function parsePipe(tokens: TokenStream): Stage {
  tokens.expect('|');
  const isStageWord =
    !matcherOperators.includes(tokens.peek(1).text) && !numberOperators.includes(tokens.peek(1).text);
  if (isStageWord && tokens.takeIf('json')) return { kind: 'json' };
  if (isStageWord && tokens.takeIf('logfmt')) return { kind: 'logfmt' };
  if (tokens.is('line_format') && tokens.peek(1).kind === 'string') return parseLineFormat(tokens);
  return { kind: 'label-filter', keeps: parseLabelFilter(tokens) };
}

function parseLineFormat(tokens: TokenStream): Stage {
  tokens.expect('line_format');
  const template = tokens.expectKind('string');
  const parts: TemplatePart[] = [];
  for (const piece of template.text.split(/(\{\{.*?\}\})/)) {
    const action = /^\{\{(.*)\}\}$/.exec(piece)?.[1];
    const label = /^-?\s*\.([a-zA-Z_][a-zA-Z0-9_]*)\s*-?$/.exec(action ?? '')?.[1];
    if (action === undefined) parts.push({ text: piece });
    else if (label === undefined)
      throw tokens.error(`invalid line template: only labels are played, not ${piece}`, template);
    else parts.push({ label });
  }
  return { kind: 'line-format', parts };
}

type LabelTest = (labels: Labels) => boolean;

/** `or` binds more loosely than `and`, which a comma and nothing are too. */
function parseLabelFilter(tokens: TokenStream): LabelTest {
  const tests = [parseAllOf(tokens)];
  while (tokens.takeIf('or')) tests.push(parseAllOf(tokens));
  return (labels) => tests.some((passes) => passes(labels));
}

function parseAllOf(tokens: TokenStream): LabelTest {
  const tests = [parseLabelTest(tokens)];
  while (tokens.takeIf('and') || tokens.takeIf(',')) tests.push(parseLabelTest(tokens));
  return (labels) => tests.every((passes) => passes(labels));
}

function parseLabelTest(tokens: TokenStream): LabelTest {
  if (tokens.takeIf('(')) {
    const inner = parseLabelFilter(tokens);
    tokens.expect(')');
    return inner;
  }
  const { text: name } = tokens.expectKind('identifier');
  const isComparison = numberOperators.includes(tokens.peek().text) || tokens.peek(1).kind === 'number';
  if (!isComparison) {
    const matcher = parseMatcher(tokens, name);
    return (labels) => matcher.matches(labels[name] ?? '');
  }
  const { text: operator } = tokens.take();
  const bound = Number(tokens.expectKind('number').text);
  return (labels) => {
    const value = labels[name];
    return value !== undefined && value.trim() !== '' && compare(operator, Number(value), bound);
  };
}

function compare(operator: string, value: number, bound: number): boolean {
  switch (operator) {
    case '>':
      return value > bound;
    case '>=':
      return value >= bound;
    case '<':
      return value < bound;
    case '<=':
      return value <= bound;
    case '!=':
      return value !== bound;
    default:
      return value === bound;
  }
}

/** What an expression's own compiler says, at the place of its text. */
function guarded<Value>(tokens: TokenStream, token: { at: number }, compile: () => Value): Value {
  try {
    return compile();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw tokens.error(`error parsing regexp: ${reason}`, { kind: 'string', text: '', at: token.at });
  }
}
