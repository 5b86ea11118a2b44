import type { SecurityRule } from '../desired.ts';

/** A rule with every field filled in and written as Scaleway writes it. */
export type FullRule = Required<SecurityRule>;

/** Scaleway strips /32 and /128; ports 0 stand for all. */
export function normalizeRule(rule: SecurityRule): FullRule {
  const portFrom = rule.portFrom ?? 0;
  return {
    direction: rule.direction ?? 'inbound',
    action: rule.action ?? 'accept',
    protocol: rule.protocol,
    portFrom,
    portTo: rule.portTo === undefined || rule.portTo === 0 ? portFrom : rule.portTo,
    ipRange: (rule.ipRange ?? '0.0.0.0/0').toLowerCase().replace(/(?<=\.\d+)\/32$|(?<=:[0-9a-f]*)\/128$/, ''),
  };
}

/** For example `accept inbound TCP 443 from 0.0.0.0/0`. */
export function formatRule(rule: FullRule): string {
  const ports =
    rule.portFrom === 0
      ? ''
      : rule.portTo === rule.portFrom
        ? ` ${rule.portFrom}`
        : ` ${rule.portFrom}-${rule.portTo}`;
  const side = rule.direction === 'inbound' ? 'from' : 'to';
  return `${rule.action} ${rule.direction} ${rule.protocol}${ports} ${side} ${rule.ipRange}`;
}

/**
 * How the rules differ, in words; empty when they are the same.
 * Order counts, since the first rule that matches decides, but only among rules of one direction.
 */
export function diffRules(actual: readonly SecurityRule[], desired: readonly SecurityRule[]): string[] {
  const before = actual.map(normalizeRule).map(formatRule);
  const after = desired.map(normalizeRule).map(formatRule);
  const added = after.filter((rule) => !before.includes(rule));
  const removed = before.filter((rule) => !after.includes(rule));
  const differences = [...added.map((rule) => `add ${rule}`), ...removed.map((rule) => `remove ${rule}`)];
  if (differences.length > 0) return differences;
  const byDirection = (rules: readonly string[]): string =>
    [
      ...rules.filter((rule) => / inbound /.test(rule)),
      '',
      ...rules.filter((rule) => / outbound /.test(rule)),
    ].join();
  return byDirection(before) === byDirection(after) ? [] : ['bring the rules into the desired order'];
}
