import type { Labels } from '../labels.ts';
import type { Matcher } from './expression.ts';

/** What RE2 does not have and JavaScript has: looking around, and what a group matched. */
const beyondRe2 = /\(\?(?:[=!]|<[=!])|\\[1-9]/;
const leadingFlags = /^\(\?([ims]+)\)/;

/** An expression of RE2, the flags before it included. @throws SyntaxError */
export function compileExpression(text: string, isWhole: boolean): RegExp {
  if (beyondRe2.test(text)) throw new SyntaxError(`invalid or unsupported Perl syntax in \`${text}\``);
  const flags = new Set(leadingFlags.exec(text)?.[1] ?? '');
  // A label's value is matched as a whole, and line ends are any other character then (prometheus model/labels, FastRegexMatcher).
  if (isWhole) flags.add('s');
  const source = text.replace(leadingFlags, '');
  return new RegExp(isWhole ? `^(?:${source})$` : source, `${[...flags].join('')}u`);
}

/** @throws SyntaxError when the value is no expression */
export function buildMatcher(name: string, operator: Matcher['operator'], value: string): Matcher {
  if (operator === '=' || operator === '!=') {
    const isEqual = operator === '=';
    return { name, operator, value, matches: (actual) => (actual === value) === isEqual };
  }
  const expression = compileExpression(value, true);
  const isMatch = operator === '=~';
  return { name, operator, value, matches: (actual) => expression.test(actual) === isMatch };
}

/** A label that is not there is empty. */
export const matchesAll = (matchers: readonly Matcher[], labels: Labels): boolean =>
  matchers.every(({ name, matches }) => matches(labels[name] ?? ''));

/** A selector that would also take streams without any of its labels is refused (grafana/loki pkg/logql/syntax/parser.go). */
export const isSelective = (matchers: readonly Matcher[]): boolean =>
  matchers.some(({ operator, matches }) => (operator === '=' || operator === '=~') && !matches(''));
