import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { SecurityRule } from '../desired.ts';
import { diffRules, formatRule, normalizeRule } from './security-rules.ts';

describe('normalizeRule', () => {
  test.each([
    ['192.0.2.1/32', '192.0.2.1'],
    ['192.0.2.0/24', '192.0.2.0/24'],
    ['2001:DB8::1/128', '2001:db8::1'],
    ['2001:db8::/32', '2001:db8::/32'],
    ['::/0', '::/0'],
  ])('writes %s as Scaleway does: %s', (ipRange, expected) => {
    expect(normalizeRule({ protocol: 'ANY', ipRange }).ipRange).toBe(expected);
  });
});

describe('formatRule', () => {
  test.each<[SecurityRule, string]>([
    [{ protocol: 'TCP', portFrom: 443 }, 'accept inbound TCP 443 from 0.0.0.0/0'],
    [
      {
        protocol: 'UDP',
        portFrom: 60000,
        portTo: 61000,
        direction: 'outbound',
        action: 'drop',
        ipRange: '192.0.2.0/24',
      },
      'drop outbound UDP 60000-61000 to 192.0.2.0/24',
    ],
    [{ protocol: 'ICMP' }, 'accept inbound ICMP from 0.0.0.0/0'],
  ])('%j reads %s', (rule, text) => {
    expect(formatRule(normalizeRule(rule))).toBe(text);
  });
});

const anyRule: fc.Arbitrary<SecurityRule> = fc.record(
  {
    protocol: fc.constantFrom('TCP', 'UDP'),
    direction: fc.constantFrom('inbound', 'outbound'),
    action: fc.constantFrom('accept', 'drop'),
    portFrom: fc.integer({ min: 1, max: 3 }),
    ipRange: fc.constantFrom('0.0.0.0/0', '192.0.2.1/32', '::1/128'),
  },
  { requiredKeys: ['protocol'] },
);

describe('diffRules', () => {
  test('says what is added and what is removed', () => {
    expect(diffRules([{ protocol: 'TCP', portFrom: 8080 }], [{ protocol: 'TCP', portFrom: 443 }])).toEqual([
      'add accept inbound TCP 443 from 0.0.0.0/0',
      'remove accept inbound TCP 8080 from 0.0.0.0/0',
    ]);
  });

  test('sees a change of order, which decides what matches first', () => {
    const rules: SecurityRule[] = [
      { protocol: 'TCP', ipRange: '192.0.2.0/24' },
      { protocol: 'TCP', action: 'drop' },
    ];
    expect(diffRules(rules, rules.toReversed())).toEqual(['bring the rules into the desired order']);
  });

  test('sees a rule that is there twice', () => {
    const rule: SecurityRule = { protocol: 'ICMP' };
    expect(diffRules([rule, rule], [rule])).toHaveLength(1);
  });

  test('finds no difference between rules and what Scaleway makes of them', () => {
    fc.assert(
      fc.property(fc.array(anyRule), (rules) => {
        const inbound = rules.filter((rule) => rule.direction !== 'outbound');
        const outbound = rules.filter((rule) => rule.direction === 'outbound');
        expect(diffRules([...outbound, ...inbound].map(normalizeRule), rules)).toEqual([]);
      }),
    );
  });

  test('is empty only when nothing differs', () => {
    fc.assert(
      fc.property(fc.array(anyRule), fc.array(anyRule), (before, after) => {
        const same = (direction: string): boolean => {
          const of = (rules: readonly SecurityRule[]): string[] =>
            rules
              .map(normalizeRule)
              .filter((rule) => rule.direction === direction)
              .map(formatRule);
          return of(before).join() === of(after).join();
        };
        expect(diffRules(before, after).length === 0).toBe(same('inbound') && same('outbound'));
      }),
    );
  });
});
