import { describe, expect, test } from 'vitest';
import type { ChildView, DelegationFacts, NameServerFacts, ParentView } from './delegation-facts.ts';
import { findDelegationFaults } from './find-delegation-faults.ts';
import { matchesKey } from './matches-key.ts';

const address = '192.0.2.1';
const name = 'ns1.child.test.';
const parent = (changes: Partial<Extract<ParentView, { state: 'delegates' }>> = {}): ParentView => ({
  server: 'ns.test. (192.0.2.53)',
  state: 'delegates',
  nameServers: [name],
  glue: new Map([[name, [address]]]),
  ds: [],
  holdsZone: false,
  ...changes,
});
const view = (changes: Partial<ChildView> = {}): ChildView => ({
  address,
  hasNoRoute: false,
  udp: { state: 'authoritative', serial: 1, nameServers: [name] },
  ...changes,
});
const server = (changes: Partial<NameServerFacts> = {}): NameServerFacts => ({
  name,
  isInZone: true,
  isInParent: true,
  isInChild: true,
  glue: [address],
  addresses: [address],
  isAlias: false,
  views: [view()],
  ...changes,
});
const facts = (changes: Partial<DelegationFacts> = {}): DelegationFacts => ({
  zone: 'child.test.',
  parentZone: 'test.',
  parents: [parent()],
  nameServers: [server()],
  ds: [],
  ...changes,
});
const ds = { keyTag: 1, algorithm: 13, digestType: 2, digest: '00' };

test('facts without a fault have no findings', () => {
  expect(findDelegationFaults(facts())).toEqual([]);
});

describe('a fault is told with its weight', () => {
  test.each<[string, 'error' | 'warning', DelegationFacts]>([
    [
      'parent-unreachable',
      'warning',
      facts({ parents: [parent(), { server: 'x', state: 'failed', reason: 'silence.' }] }),
    ],
    [
      'not-delegated',
      'error',
      facts({ parents: [{ server: 'x', state: 'not-delegated', reason: 'has none' }], nameServers: [] }),
    ],
    ['parents-differ', 'error', facts({ parents: [parent(), parent({ nameServers: ['other.'] })] })],
    ['glue-missing', 'error', facts({ parents: [parent({ glue: new Map() })] })],
    ['glue-wrong', 'error', facts({ nameServers: [server({ glue: ['192.0.2.9'] })] })],
    ['glue-wrong', 'warning', facts({ nameServers: [server({ addresses: [address, '2001:db8::1'] })] })],
    [
      'not-checked',
      'warning',
      facts({
        nameServers: [
          server({ views: [view({ hasNoRoute: true, udp: { state: 'failed', reason: 'no route' } })] }),
        ],
      }),
    ],
    ['no-tcp', 'error', facts({ nameServers: [server({ views: [view({ tcpProblem: 'refused' })] })] })],
    ['ns-mismatch', 'error', facts({ nameServers: [server(), server({ name: 'b.', isInChild: false })] })],
    ['server-without-address', 'error', facts({ nameServers: [server({ views: [] })] })],
    ['ds-without-key', 'error', facts({ ds: [{ record: ds, matchesKey: false }] })],
    [
      'ds-without-key',
      'warning',
      facts({
        ds: [
          { record: ds, matchesKey: false },
          { record: ds, matchesKey: true },
        ],
      }),
    ],
  ])('%s is a %s', (code, severity, given) => {
    expect(findDelegationFaults(given)).toMatchObject([{ code, severity }]);
  });
});

test('the remedy for a zone that is not delegated names the servers it has', () => {
  const parents: ParentView[] = [{ server: 'x', state: 'not-delegated', reason: 'has none' }];
  const nameServers = [server({ isInParent: false })];
  expect(findDelegationFaults(facts({ parents, nameServers }))[0]?.remedy).toContain(`: ${name}`);
});

test('a mismatch is not told when the zone was not heard at all', () => {
  const silent = server({ isInChild: false, views: [view({ udp: { state: 'failed', reason: 'x' } })] });
  expect(findDelegationFaults(facts({ nameServers: [silent] })).map(({ code }) => code)).toEqual([
    'unreachable',
  ]);
});

test('a DS record is the digest of the owner and the key (RFC 4509 section 2.3)', () => {
  const publicKey =
    'AQOeiiR0GOMYkDshWoSKz9XzfwJr1AYtsmx3TGkJaNXVbfi/2pHm822aJ5iI9BMzNXxeYCmZDRD99WYwYqUSdjMmmAphXdvxegXd/' +
    'M5+X7OrzKBaMbCVdFLUUh6DhweJBjEVv5f2wwjM9XzcnOf+EPbtG9DMBmADjFDc2w/rljwvFw==';
  const key = Uint8Array.from([1, 0, 3, 5, ...Buffer.from(publicKey, 'base64')]);
  const digest = 'D4B7D520E7BB5F0F67674A0CCEB1E3E0614B93C4F9E99B8383F6A1E4469DA50A';
  const record = { keyTag: 60485, algorithm: 5, digestType: 2, digest };
  expect(matchesKey(record, 'Dskey.example.com', [key])).toBe(true);
  expect(matchesKey(record, 'other.example.com', [key])).toBe(false);
  expect(matchesKey(record, 'dskey.example.com', [])).toBe(false);
});
