import type { DelegationReport } from '@wescale/bind9-zone';
import { expect, test } from 'vitest';
import { judgeDelegation } from './delegation.ts';

const facts: DelegationReport['facts'] = {
  zone: 'hunt.example.',
  parents: [],
  ds: [],
  nameServers: [
    {
      name: 'ns1.hunt.example.',
      isInZone: true,
      isInParent: true,
      isInChild: true,
      glue: ['192.0.2.1'],
      isAlias: false,
      views: [
        {
          address: '192.0.2.1',
          hasNoRoute: false,
          udp: { state: 'authoritative', serial: 7, nameServers: ['ns1.hunt.example.'] },
        },
      ],
    },
  ],
};
const fault = (severity: 'error' | 'warning') => ({
  ...{ code: 'glue-wrong' as const, severity, subject: 'ns1.hunt.example.' },
  ...{ message: 'The parent gives 192.0.2.9.', remedy: 'Correct whichever is wrong.' },
});

test('all being well, it is said who speaks for the zone', () => {
  expect(judgeDelegation({ facts, findings: [] })).toEqual([
    {
      check: 'delegation',
      ok: true,
      message: 'from the root hunt.example leads to ns1.hunt.example (192.0.2.1, serial 7)',
    },
  ]);
});

test('an error fails with its remedy', () => {
  expect(judgeDelegation({ facts, findings: [fault('error')] })).toEqual([
    {
      check: 'glue-wrong',
      ok: false,
      message: 'The parent gives 192.0.2.9',
      remedy: 'Correct whichever is wrong',
    },
  ]);
});

test('a warning is told, and fails nothing', () => {
  const findings = judgeDelegation({ facts, findings: [fault('warning')] });
  expect(findings.map(({ ok }) => ok)).toEqual([true, true]);
  expect(findings[1]?.message).toBe('The parent gives 192.0.2.9; Correct whichever is wrong');
});
