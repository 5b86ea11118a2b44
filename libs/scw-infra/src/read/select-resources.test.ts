import { describe, expect, test } from 'vitest';
import { condemnedTag } from '../resource.ts';
import type { ActualIp, ActualServer, ActualVolume } from './actual.ts';
import type { ListedResources } from './list-resources.ts';
import { selectResources } from './select-resources.ts';

const identity = { name: 'demo', tag: 'app=demo', sshKey: { name: 'demo-key' } };
const none: ListedResources = { sshKeys: [], ips: [], securityGroups: [], servers: [], volumes: [] };

const server = (id: string, fields: Partial<ActualServer> = {}): ActualServer => ({
  id,
  name: 'demo',
  state: 'running',
  stateDetail: '',
  commercialType: 'DEV1-S',
  tags: [identity.tag],
  createdAt: '2026-01-01T00:00:00.000Z',
  rootVolumeId: `root-of-${id}`,
  allowedActions: [],
  ...fields,
});
const ip = (id: string, serverId?: string): ActualIp => ({
  id,
  address: `address-${id}`,
  type: 'routed_ipv4',
  tags: [identity.tag],
  ...(serverId !== undefined && { serverId }),
});
const volume = (id: string, fields: Partial<ActualVolume> = {}): ActualVolume => ({
  id,
  name: 'demo-root',
  sizeBytes: 1e9,
  status: 'available',
  tags: [identity.tag],
  serverIds: [],
  ...fields,
});
const select = (listed: Partial<ListedResources>) =>
  selectResources({ ...none, ...listed }, identity, 'fr-par-1');
const orphanIds = (listed: Partial<ListedResources>): string[] => select(listed).orphans.map(({ id }) => id);

describe('selectResources', () => {
  test('takes the instance of the name, and reports those of other names', () => {
    const servers = [server('other', { name: 'demo2' }), server('ours')];
    expect(select({ servers }).server?.id).toBe('ours');
    expect(orphanIds({ servers })).toEqual(['other']);
  });

  test('of two instances keeps the one that runs, then the older', () => {
    const older = server('older', { state: 'stopped', createdAt: '2025-01-01T00:00:00.000Z' });
    const newer = server('newer', { createdAt: '2026-01-01T00:00:00.000Z' });
    expect(select({ servers: [older, newer] }).server?.id).toBe('newer');
    expect(select({ servers: [{ ...older, state: 'starting' }, newer] }).server?.id).toBe('older');
  });

  test('does not count on an instance that is being terminated', () => {
    const leaving = server('leaving', { state: 'stopping', stateDetail: 'terminating' });
    const found = select({ servers: [leaving] });
    expect(found.server).toBeUndefined();
    expect(found.leavingServers).toEqual([leaving]);
    expect(found.orphans).toEqual([]);
  });

  test('prefers the IP of its instance to a free one', () => {
    const listed = { servers: [server('s')], ips: [ip('a'), ip('b', 's')] };
    expect(select(listed).ip?.id).toBe('b');
    expect(orphanIds(listed)).toEqual(['a']);
  });

  test('takes an IP that is about to be free, and none that others use', () => {
    const leaving = server('leaving', { state: 'stopping', stateDetail: 'terminating' });
    expect(select({ servers: [leaving], ips: [ip('a', 'stranger'), ip('b', 'leaving')] }).ip?.id).toBe('b');
    expect(select({ ips: [ip('a', 'stranger')] }).ip).toBeUndefined();
  });

  test('does not take an IPv6 for an IPv4', () => {
    expect(select({ ips: [{ ...ip('a'), type: 'routed_ipv6' }] }).ip).toBeUndefined();
  });

  test('sorts volumes into root, condemned and orphans', () => {
    const condemned = { tags: [identity.tag, condemnedTag] };
    const volumes = [
      volume('root-of-s', { serverIds: ['s'], ...condemned }),
      volume('left', condemned),
      volume('data'),
      volume('held', { serverIds: ['stranger'], ...condemned }),
    ];
    const found = select({ servers: [server('s')], volumes });
    expect(found.volume?.id).toBe('root-of-s');
    expect(found.condemnedVolumes.map(({ id }) => id)).toEqual(['left']);
    expect(found.orphans.map(({ id }) => id)).toEqual(['data', 'held']);
  });
});
