import type { SecurityGroupRuleState, SecurityGroupState } from '@wescale/scaleway-emulator';
import { describe, expect, test } from 'vitest';
import { formatPacketFilter } from './packet-filter.ts';

const aptProxy = { host: '198.19.3.1', port: 40123 };

const rule = (change: Partial<SecurityGroupRuleState>): SecurityGroupRuleState => ({
  direction: 'inbound',
  action: 'accept',
  protocol: 'TCP',
  ipRange: '0.0.0.0/0',
  destPortFrom: 22,
  destPortTo: null,
  ...change,
});

const filterOf = (group: Partial<SecurityGroupState>, addresses = ['198.18.3.32']): string[] =>
  formatPacketFilter({
    aptProxy,
    machines: [
      {
        short: 'a1',
        link: 'vma1',
        addresses,
        securityGroup: {
          stateful: true,
          inboundDefaultPolicy: 'drop',
          outboundDefaultPolicy: 'accept',
          rules: [],
          ...group,
        },
      },
    ],
  })
    .split('\n')
    .map((line) => line.trim());

const chainOf = (lines: string[], name: string): string[] => {
  const from = lines.indexOf(`chain ${name} {`);
  return lines.slice(from + 1, lines.indexOf('}', from));
};

test('the whole filter is replaced in one transaction', () => {
  expect(filterOf({}).slice(0, 3)).toEqual([
    'table inet stage',
    'delete table inet stage',
    'table inet stage {',
  ]);
});

test('a group that drops lets its rules through, in their order, and answers', () => {
  const lines = filterOf({
    rules: [
      rule({ action: 'drop', ipRange: '198.18.9.0/24', destPortFrom: null, protocol: 'ANY' }),
      rule({}),
      rule({ destPortFrom: 8000, destPortTo: 8999 }),
      rule({ protocol: 'UDP', destPortFrom: 53, ipRange: '198.18.3.40' }),
      rule({ protocol: 'ICMP', destPortFrom: null }),
    ],
  });
  expect(chainOf(lines, 'to_a1')).toEqual([
    'ct state established,related return',
    'ip saddr 198.18.9.0/24 drop',
    'meta nfproto ipv4 tcp dport 22 return',
    'meta nfproto ipv4 tcp dport 8000-8999 return',
    'ip saddr 198.18.3.40 udp dport 53 return',
    'meta nfproto ipv4 meta l4proto icmp return',
    'drop',
  ]);
});

test('a group without state judges every packet', () => {
  expect(chainOf(filterOf({ stateful: false }), 'to_a1')).toEqual(['drop']);
});

test('outbound rules look at the destination, after the own address was checked', () => {
  const lines = filterOf({
    rules: [
      rule({ direction: 'outbound', action: 'drop', destPortFrom: 25 }),
      rule({ direction: 'outbound', action: 'drop', destPortFrom: 25, ipRange: '::/0' }),
      rule({ direction: 'outbound', ipRange: '198.18.4.4', destPortFrom: null }),
    ],
  });
  expect(chainOf(lines, 'from_a1')).toEqual([
    'ip saddr != { 198.18.3.32 } drop',
    'ct state established,related return',
    'meta nfproto ipv4 tcp dport 25 drop',
    'meta nfproto ipv6 tcp dport 25 drop',
    'ip daddr 198.18.4.4 meta l4proto tcp return',
  ]);
});

test('a machine without an address can send nothing', () => {
  expect(chainOf(filterOf({}, []), 'from_a1')[0]).toBe('drop');
});

test('out of the stage leads the apt proxy only', () => {
  const forward = chainOf(filterOf({}), 'forward');
  expect(forward.slice(-3)).toEqual([
    'oifname "uplink" ip daddr 198.19.3.1 tcp dport 40123 accept',
    'oifname "uplink" ct state established,related accept',
    'oifname "uplink" reject with icmpx type admin-prohibited',
  ]);
});

test('without machines there is no empty verdict map, which nft would refuse', () => {
  expect(formatPacketFilter({ machines: [], aptProxy })).not.toContain('vmap');
});

describe('a cluster', () => {
  const lines = formatPacketFilter({
    aptProxy,
    machines: [],
    clusters: [
      {
        short: 'c1',
        link: 'cpc1',
        allowedSources: ['0.0.0.0/0', '198.18.3.40/32'],
        nodeLinks: ['vma1', 'vma2'],
      },
    ],
    loadBalancers: [
      { address: '198.18.3.50', backends: [{ port: 30080, addresses: ['198.18.3.32', '198.18.3.33'] }] },
    ],
  })
    .split('\n')
    .map((line) => line.trim());

  test('is one network with its control plane, which opens no other connection', () => {
    expect(chainOf(lines, 'forward').slice(1, 6)).toEqual([
      'iifname { "vma1", "vma2" } oifname { "vma1", "vma2" } accept',
      'iifname { "vma1", "vma2" } oifname "cpc1" accept',
      'iifname "cpc1" oifname { "vma1", "vma2" } accept',
      'iifname "cpc1" ct state established,related accept',
      'iifname "cpc1" drop',
    ]);
  });

  test('shows others nothing of its control plane but the API, and only if they are allowed', () => {
    expect(lines).toContain('oifname "cpc1" jump api_c1');
    expect(chainOf(lines, 'api_c1')).toEqual([
      'ct state established,related accept',
      'tcp dport 6443 accept',
      'ip saddr 198.18.3.40/32 tcp dport 6443 accept',
      'drop',
    ]);
  });

  test('lets a load balancer through to the ports it forwards to', () => {
    expect(chainOf(lines, 'output')).toContain(
      'ip saddr 198.18.3.50 ip daddr { 198.18.3.32, 198.18.3.33 } tcp dport 30080 accept',
    );
  });
});
