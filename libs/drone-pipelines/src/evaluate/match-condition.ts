import type { Condition } from '../build/common.ts';
import { matchesPattern } from './match-pattern.ts';

/** The two lists of a condition, whatever form it was written in. */
export function listsOf(condition: Condition): { include: readonly string[]; exclude: readonly string[] } {
  if (typeof condition === 'string') return { include: [condition], exclude: [] };
  if ('include' in condition || 'exclude' in condition)
    return { include: condition.include ?? [], exclude: condition.exclude ?? [] };
  return { include: isList(condition) ? condition : [], exclude: [] };
}

/** Whether a value passes, as Drone decides it: exclusion wins, no inclusion means everything, absent means everything. */
export function matchesCondition(condition: Condition | undefined, value: string): boolean {
  if (condition === undefined) return true;
  const { include, exclude } = listsOf(condition);
  if (exclude.some((pattern) => matchesPattern(pattern, value))) return false;
  return include.length === 0 || include.some((pattern) => matchesPattern(pattern, value));
}

function isList(condition: Condition): condition is readonly string[] {
  return Array.isArray(condition);
}
