import { describe, expect, test } from 'vitest';
import type { Account, AccountThing } from './account.ts';
import { claimThings } from './claim-things.ts';
import { inventoryOf } from './read-cluster-inventory.ts';

const blueId = '11111111-1111-4111-8111-111111111111';
const goneId = '22222222-2222-4222-8222-222222222222';
const greenId = '33333333-3333-4333-8333-333333333333';
const identity = { name: 'blue', tag: 'hunt=demo' };
const marks = ['hunt=demo', 'cluster-name=blue'];

const thing = (
  resource: AccountThing['resource'],
  id: string,
  fields: Partial<AccountThing> = {},
): AccountThing => ({
  resource,
  id,
  name: id,
  state: 'available',
  zone: 'fr-par-1',
  tags: [],
  networkIds: [],
  heldBy: [],
  isSettled: true,
  ...fields,
});

const cluster = (id: string, name: string, tags: string[]): Account['clusters'][number] => ({
  id,
  name,
  tags,
  status: 'ready',
  version: '1.36.3',
  cni: 'cilium',
  privateNetworkId: `network of ${name}`,
  url: '',
  createdAt: '',
});

const blue = cluster(blueId, 'blue', ['hunt=demo']);
const green = cluster(greenId, 'green', ['hunt=demo']);
const network = (name: string): Account['networks'][number] => ({
  id: `network of ${name}`,
  name,
  tags: ['hunt=demo'],
  createdAt: '',
  subnets: [],
});
const nodeGroup = thing('security-group', 'group', { name: 'Kapsule default security group' });

function claim(account: Partial<Account>, more: object = {}): { ours: string[]; unclaimed: string[] } {
  const full: Account = { clusters: [], pools: [], networks: [], things: [], ...account };
  const result = claimThings(full, { ...identity, ...more });
  return {
    ours: inventoryOf(result).map(({ id }) => id),
    unclaimed: result.unclaimed.map(({ id }) => id),
  };
}

describe('of a cluster that lives', () => {
  test('everything that names it is ours, with what goes along', () => {
    const things = [
      thing('volume', 'root'),
      thing('volume', 'claim', { clusterId: blueId }),
      thing('load-balancer', 'lb', { clusterId: blueId }),
      thing('load-balancer-ip', 'lb-ip', { heldBy: ['lb'] }),
      thing('ip', 'ip', { clusterId: blueId }),
      thing('instance', 'node', { clusterId: blueId, rootVolumeId: 'root' }),
    ];
    const networks = [network('blue'), network('green')];
    expect(claim({ clusters: [blue], networks, things })).toEqual({
      ours: [blueId, 'node', 'lb', 'lb-ip', 'ip', 'claim', 'root', 'network of blue'],
      unclaimed: [],
    });
  });

  test('nothing of another cluster is, whatever its marks', () => {
    const things = [
      thing('instance', 'other', { clusterId: greenId, tags: marks }),
      thing('load-balancer', 'lb', { clusterId: greenId }),
      thing('volume', 'volume', { clusterId: greenId, tags: marks }),
      thing('instance', 'game-master', { tags: ['hunt=demo'] }),
    ];
    expect(claim({ clusters: [blue, green], things })).toEqual({ ours: [blueId], unclaimed: [] });
  });

  test('a volume that the caller names is ours, whatever its name', () => {
    const things = [thing('volume', 'plain'), thing('volume', 'other')];
    expect(claim({ clusters: [blue], things }, { volumeIds: ['fr-par-1/plain'] }).ours).toContain('plain');
  });

  test('a volume that somebody has attached to a node is not', () => {
    const things = [
      thing('instance', 'node', { clusterId: blueId }),
      thing('volume', 'of somebody', { heldBy: ['node'] }),
    ];
    expect(claim({ clusters: [blue], things }).ours).not.toContain('of somebody');
  });
});

describe('the security group of nodes', () => {
  const pools = [
    { clusterId: blueId, id: 'pool', name: 'default', securityGroupId: 'group' },
  ] as Account['pools'];
  const node = thing('instance', 'node', { clusterId: blueId });

  test('is ours when nobody else can be in it', () => {
    const things = [node, { ...nodeGroup, heldBy: ['node'] }];
    expect(claim({ clusters: [blue], pools: withNodes(pools), things }).ours).toContain('group');
  });

  test.each([
    ['another cluster is there', { clusters: [blue, green] }, nodeGroup],
    ['an Instance of somebody is in it', {}, { ...nodeGroup, heldBy: ['somebody'] }],
    ['it is another group', {}, { ...nodeGroup, name: 'mine' }],
  ] as const)('is not when %s', (_, account, group) => {
    const clusters = 'clusters' in account ? [...account.clusters] : [blue];
    const things = [node, { ...group, heldBy: [...group.heldBy] }];
    expect(claim({ clusters, pools: withNodes(pools), things }).ours).not.toContain('group');
  });

  test('that no cluster is left for is ours when it was marked, and nobody knows whose otherwise', () => {
    expect(claim({ things: [{ ...nodeGroup, tags: marks }] })).toEqual({ ours: ['group'], unclaimed: [] });
    expect(claim({ things: [nodeGroup] })).toEqual({ ours: [], unclaimed: ['group'] });
    expect(claim({ clusters: [green], things: [nodeGroup] })).toEqual({ ours: [], unclaimed: [] });
  });
});

describe('of a cluster that is gone', () => {
  const remains = [
    thing('volume', 'volume', { clusterId: goneId }),
    thing('load-balancer', 'lb', { clusterId: goneId }),
    thing('ip', 'ip', { clusterId: goneId }),
  ];

  test('nothing is proven to be ours by a name alone', () => {
    expect(claim({ networks: [network('green')], things: remains })).toEqual({
      ours: [],
      unclaimed: ['volume', 'lb', 'ip'],
    });
  });

  test.each<[string, AccountThing[], object]>([
    ['one of them was marked', [thing('volume', 'marked', { clusterId: goneId, tags: marks })], {}],
    ['a node has the tags of its pool', [thing('instance', 'node', { clusterId: goneId, tags: marks })], {}],
    [
      'one is in our private network',
      [thing('load-balancer', 'here', { clusterId: goneId, networkIds: ['network of blue'] })],
      {},
    ],
    ['the caller remembers its id', [], { formerIds: [goneId] }],
  ])('all is when %s', (_, proof, more) => {
    const { ours, unclaimed } = claim({ networks: [network('blue')], things: [...remains, ...proof] }, more);
    expect(ours).toEqual(expect.arrayContaining(['volume', 'lb', 'ip', ...proof.map(({ id }) => id)]));
    expect(unclaimed).toEqual([]);
  });

  test('the empty group of its nodes goes with what is proven, while no cluster is left', () => {
    const things = [...remains, nodeGroup];
    const former = { formerIds: [goneId] };
    expect(claim({ things }, former).ours).toContain('group');
    expect(claim({ clusters: [green], things }, former).ours).not.toContain('group');
    const inUse = [...remains, { ...nodeGroup, heldBy: ['somebody'] }];
    expect(claim({ things: inUse }, former).ours).not.toContain('group');
  });

  test('an id that the caller remembers proves nothing while somebody else has a cluster of it', () => {
    const things = [thing('load-balancer', 'lb', { clusterId: greenId })];
    expect(claim({ clusters: [green], things }, { formerIds: [greenId] }).ours).toEqual([]);
  });

  test('its private network stays when another cluster is in it', () => {
    const guest = { ...green, privateNetworkId: 'network of blue' };
    expect(claim({ clusters: [guest], networks: [network('blue')] }).ours).toEqual([]);
  });
});

const withNodes = (pools: Account['pools']): Account['pools'] =>
  pools.map((pool) => ({ ...pool, nodes: [] }));
