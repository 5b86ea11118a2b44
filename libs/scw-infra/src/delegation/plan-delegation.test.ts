import { expect, test } from 'vitest';
import { planDelegation, planDelegationRemoval } from './plan-delegation.ts';
import { desiredRecordSets, isWithin, parentCandidates } from './record-sets.ts';

const desired = {
  domain: 'hunt.example.com',
  nameServers: [
    { name: 'ns1.hunt.example.com', address: '192.0.2.1' },
    { name: 'ns1.hunt.example.com', address: '2001:db8::1' },
    { name: 'ns.elsewhere.org', address: '192.0.2.9' },
  ],
};
const done = desiredRecordSets(desired, 'example.com');
const actual = (recordSets = done) => ({ parentZone: 'example.com', status: 'active', recordSets });
const sentences = (changes: { sentence: string }[]) => changes.map((change) => change.sentence);

test('zones above a domain are looked for nearest first', () => {
  expect(parentCandidates('a.b.example.com')).toEqual(['b.example.com', 'example.com', 'com']);
});

test('a delegation is its NS set, and glue for the name servers inside, by family', () => {
  expect(done).toEqual([
    { name: 'hunt', type: 'NS', data: ['ns.elsewhere.org.', 'ns1.hunt.example.com.'], ttlSeconds: 300 },
    { name: 'ns1.hunt', type: 'A', data: ['192.0.2.1'], ttlSeconds: 300 },
    { name: 'ns1.hunt', type: 'AAAA', data: ['2001:db8::1'], ttlSeconds: 300 },
  ]);
});

test('nothing changes when all is there', () => {
  expect(planDelegation(actual(), desired)).toEqual([]);
});

test('what is missing is created, each with its reason', () => {
  expect(sentences(planDelegation(actual([]), desired))).toEqual([
    'create NS of hunt.example.com in example.com: it is not delegated',
    'create A of ns1.hunt.example.com in example.com: its name server has no glue',
    'create AAAA of ns1.hunt.example.com in example.com: its name server has no glue',
  ]);
});

test('wrong glue is replaced and says from what to what; a name server that is gone leaves no glue', () => {
  const wrong = done.map((set) => (set.type === 'A' ? { ...set, data: ['192.0.2.7'], ttlSeconds: 60 } : set));
  const old = { name: 'ns0.hunt', type: 'A' as const, data: ['192.0.2.8'], ttlSeconds: 300 };
  expect(sentences(planDelegation(actual([...wrong, old]), desired))).toEqual([
    'update A of ns1.hunt.example.com in example.com: 192.0.2.7 → 192.0.2.1, TTL 60 → 300 s',
    'delete A of ns0.hunt.example.com in example.com: no name server has it',
  ]);
});

test('a removal takes every set of the subdomain', () => {
  expect(planDelegationRemoval(actual()).map((change) => change.action)).toEqual([
    'delete',
    'delete',
    'delete',
  ]);
});

test('a name that only ends alike is not within', () => {
  expect([isWithin('hunt', 'hunt'), isWithin('ns1.hunt', 'hunt'), isWithin('manhunt', 'hunt')]).toEqual([
    true,
    true,
    false,
  ]);
});
