import { describe, expect, test } from 'vitest';
import type { TsigKey } from '../tsig/tsig-key.ts';
import type { AuthoritativeServer, AuthoritativeZone } from './authoritative-server.ts';
import { InvalidConfigurationError } from './errors.ts';
import { planNamedConfiguration } from './plan-named-configuration.ts';

const key = (name: string): TsigKey => ({ name, algorithm: 'hmac-sha256', secret: 'c2VjcmV0' });
const zone: AuthoritativeZone = {
  name: 'Hunt.example',
  nameServers: [{ name: 'ns.hunt.example', addresses: ['192.0.2.1', '2001:db8::1'] }],
  updates: [
    {
      purpose: 'challenges',
      key: key('challenges'),
      names: ['rancher.hunt.example', '*.rancher.hunt.example'],
    },
    { purpose: 'names', key: key('names'), names: ['*.play.hunt.example', 'blue.hunt.example'] },
  ],
  transfer: {
    key: key('transfer'),
    secondaries: [{ host: '192.0.2.53' }, { host: '2001:db8::53', port: 5353 }],
  },
};
const server: AuthoritativeServer = { zones: [zone] };
const contentOf = (path: string, described: AuthoritativeServer = server): string =>
  planNamedConfiguration(described).files.find((file) => file.path.endsWith(path))?.content ?? '';

test('a server is named.conf, one file for each key, and the first version of each zone', () => {
  const { files } = planNamedConfiguration(server);
  expect(
    files.map(({ path, mode, owner, group, sensitive, writeOnce }) => [
      path,
      mode.toString(8),
      `${owner}:${group}`,
      sensitive,
      writeOnce,
    ]),
  ).toEqual([
    ['/etc/bind/keys/challenges.key', '640', 'root:bind', true, false],
    ['/etc/bind/keys/names.key', '640', 'root:bind', true, false],
    ['/etc/bind/keys/transfer.key', '640', 'root:bind', true, false],
    ['/var/lib/bind/hunt.example.db', '640', 'bind:bind', false, true],
    ['/etc/bind/named.conf', '644', 'root:bind', false, false],
  ]);
});

test('no secret stands outside the files of keys', () => {
  for (const { sensitive, content } of planNamedConfiguration(server).files) {
    expect(content.includes('c2VjcmV0')).toBe(sensitive);
  }
});

test('a secondary may have a key of its own, and only that', () => {
  const transfer = {
    key: key('transfer'),
    secondaries: [{ host: '192.0.2.53', key: key('ns2') }, { host: '192.0.2.54' }],
  };
  const described = { zones: [{ ...zone, transfer }] };
  const text = contentOf('named.conf', described);
  expect(text).toContain('allow-transfer { key transfer.; key ns2.; };');
  expect(text).toContain('also-notify { 192.0.2.53 key ns2.; 192.0.2.54 key transfer.; };');
  expect(contentOf('/keys/ns2.key', described)).toContain('c2VjcmV0');
  const mixed = { ...transfer, secondaries: [{ host: '192.0.2.53', key: key('names') }] };
  expect(() => planNamedConfiguration({ zones: [{ ...zone, transfer: mixed }] })).toThrow(
    'key names. is to serve both names and transfers',
  );
});

test('each key may do what it is for, by exact names where possible', () => {
  const text = contentOf('named.conf');
  expect(text.match(/grant .*;/g)).toEqual([
    'grant challenges. name _acme-challenge.rancher.hunt.example. TXT;',
    'grant names. wildcard *.play.hunt.example. A AAAA CNAME;',
    'grant names. name blue.hunt.example. A AAAA CNAME;',
  ]);
  expect(text).toContain('allow-transfer { key transfer.; };');
  expect(text).toContain('also-notify { 192.0.2.53 key transfer.; 2001:db8::53 port 5353 key transfer.; };');
});

test('the first version of a zone has its name servers and their addresses', () => {
  expect(contentOf('hunt.example.db')).toBe(
    [
      '$TTL 300',
      'hunt.example. IN SOA ns.hunt.example. hostmaster.hunt.example. 1 3600 600 1209600 60',
      'hunt.example. IN NS ns.hunt.example.',
      'ns.hunt.example. IN A 192.0.2.1',
      'ns.hunt.example. IN AAAA 2001:db8::1',
      '',
    ].join('\n'),
  );
});

test('a dot in the user of a mailbox is escaped', () => {
  expect(contentOf('.db', { zones: [{ ...zone, contact: 'first.last@example.org' }] })).toContain(
    ' first\\.last.example.org. ',
  );
});

test('the same description gives the same files', () => {
  expect(planNamedConfiguration(server)).toEqual(planNamedConfiguration(server));
});

describe('a description is refused', () => {
  const withZone = (changes: Partial<AuthoritativeZone>): AuthoritativeServer => ({
    zones: [{ ...zone, ...changes }],
  });
  const grant = { purpose: 'names', key: key('names'), names: ['a.hunt.example'] } as const;
  test.each<[string, AuthoritativeServer, string]>([
    [
      'when one key serves two purposes',
      withZone({ transfer: { key: key('names') } }),
      'both names and transfers',
    ],
    [
      'when two keys have one name',
      withZone({ updates: [grant, { ...grant, key: { ...grant.key, secret: 'AAAA' } }] }),
      'two different keys',
    ],
    [
      'when a grant lies outside the zone',
      withZone({ updates: [{ ...grant, names: ['a.example'] }] }),
      'does not lie in the zone',
    ],
    [
      'when "*" is not the first label',
      withZone({ updates: [{ ...grant, names: ['a.*.hunt.example'] }] }),
      'first label',
    ],
    ['when a grant is for every type', withZone({ updates: [{ ...grant, types: ['ANY'] }] }), 'not ANY'],
    ['when a name would need quotes', withZone({ name: 'a";.example' }), 'named.conf would have to quote'],
    ['when an address is none', { ...server, listenOn: ['192.0.2.1; };'] }, 'neither an address'],
    [
      'when a network is too long',
      { ...server, rateLimit: { exempt: ['192.0.2.0/33'] } },
      'neither an address',
    ],
    [
      'when a secondary is none',
      withZone({ transfer: { key: key('t'), secondaries: [{ host: 'ns.example' }] } }),
      'neither an address',
    ],
    ['when a zone is there twice', { zones: [zone, zone] }, 'listed twice'],
    ['when a zone has no name server', withZone({ nameServers: [] }), 'needs a name server'],
    [
      'when a name server in the zone has no address',
      withZone({ nameServers: [{ name: 'ns.hunt.example', addresses: [] }] }),
      'needs addresses',
    ],
    ['when the contact is no mailbox', withZone({ contact: 'a b@example' }), 'not a mailbox'],
    ['when a folder is not absolute', { ...server, folders: { state: 'bind' } }, 'not an absolute path'],
    ['when the port is none', { ...server, port: 0 }, 'from 1 to 65535'],
    [
      'when a DNSSEC policy takes a name of BIND',
      withZone({ dnssec: { name: 'default' } }),
      'cannot be the name',
    ],
    ['when a time is not whole', withZone({ dnssec: { name: 'p', dnskeyTtlSeconds: 0.5 } }), 'whole seconds'],
  ])('%s', (_title, described, reason) => {
    expect(() => planNamedConfiguration(described)).toThrow(InvalidConfigurationError);
    expect(() => planNamedConfiguration(described)).toThrow(reason);
  });
});
