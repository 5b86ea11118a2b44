import { describe, expect, test } from 'vitest';
import type { DesiredInfra } from '../desired.ts';
import type { ActualInfra, Offer } from '../read/actual.ts';
import { condemnedTag } from '../resource.ts';
import { planInfra } from './plan-infra.ts';

const desiredInfra: DesiredInfra = {
  name: 'demo',
  tag: 'app=demo',
  sshKey: { name: 'demo-key', publicKey: 'ssh-ed25519 AAAAC3Nza someone' },
  securityGroup: {
    inboundDefaultPolicy: 'drop',
    rules: [
      { protocol: 'TCP', portFrom: 22, ipRange: '192.0.2.1/32' },
      { protocol: 'TCP', portFrom: 443 },
    ],
  },
  instance: {
    commercialType: 'DEV1-S',
    imageLabel: 'debian_bookworm',
    rootVolumeSizeBytes: 20e9,
    cloudInit: '#cloud-config\n',
  },
};

const rule = { direction: 'inbound', action: 'accept', protocol: 'TCP' } as const;

const convergedInfra: ActualInfra = {
  zone: 'fr-par-1',
  sshKey: { id: 'key', name: 'demo-key', publicKey: 'ssh-ed25519 AAAAC3Nza', disabled: false },
  ip: { id: 'ip', address: '192.0.2.7', type: 'routed_ipv4', serverId: 'server', tags: ['app=demo'] },
  securityGroup: {
    id: 'group',
    name: 'demo',
    inboundDefaultPolicy: 'drop',
    outboundDefaultPolicy: 'accept',
    stateful: true,
    tags: ['app=demo'],
    rules: [
      { ...rule, portFrom: 22, portTo: 22, ipRange: '192.0.2.1' },
      { ...rule, portFrom: 443, portTo: 0, ipRange: '0.0.0.0/0' },
    ],
  },
  server: {
    id: 'server',
    name: 'demo',
    state: 'running',
    stateDetail: 'booted',
    commercialType: 'DEV1-S',
    imageId: 'image',
    tags: ['app=demo', 'image=debian_bookworm'],
    createdAt: '2026-01-01T00:00:00.000Z',
    securityGroupId: 'group',
    rootVolumeId: 'volume',
    allowedActions: [],
  },
  volume: {
    id: 'volume',
    name: 'demo-root',
    sizeBytes: 20e9,
    status: 'in_use',
    tags: ['app=demo'],
    serverIds: ['server'],
  },
  leavingServers: [],
  condemnedVolumes: [],
  orphans: [],
};

const offer: Offer = { imageId: 'image', availability: 'available', compatibleTypes: ['DEV1-S'] };

function without<T extends object, K extends keyof T>(value: T, ...keys: K[]): Omit<T, K> {
  return Object.fromEntries(
    Object.entries(value).filter(([key]) => !keys.some((one) => one === key)),
  ) as Omit<T, K>;
}

const kinds = (actual: ActualInfra, options?: Parameters<typeof planInfra>[2]): string[] =>
  planInfra(actual, desiredInfra, options).changes.map(({ step }) => step.kind);

describe('planInfra', () => {
  test('plans nothing when everything is as desired', () => {
    const plan = planInfra(convergedInfra, desiredInfra);
    expect(plan).toMatchObject({ changes: [], blockers: [], orphans: [], notes: [] });
    expect(plan.existing).toEqual({
      sshKeyId: 'key',
      ipId: 'ip',
      address: '192.0.2.7',
      securityGroupId: 'group',
      serverId: 'server',
      volumeId: 'volume',
    });
  });

  test('creates everything when nothing exists, and says why', () => {
    const plan = planInfra(
      { zone: 'fr-par-1', offer, leavingServers: [], condemnedVolumes: [], orphans: [] },
      desiredInfra,
    );
    expect(plan.changes.map(({ sentence }) => sentence)).toEqual([
      'create SSH key demo-key: it does not exist',
      'create IP of demo: there is none to use',
      'create security group demo with 2 rule(s): it does not exist',
      'create instance demo (DEV1-S, debian_bookworm, 20 GB): it does not exist',
    ]);
  });

  test('ignores the comment of a public key', () => {
    const sshKey = { ...convergedInfra.sshKey!, publicKey: 'ssh-ed25519 AAAAC3Nza' };
    expect(kinds({ ...convergedInfra, sshKey })).toEqual([]);
  });

  test('blocks the replacement of an instance unless it is allowed', () => {
    const desired = { ...desiredInfra, instance: { ...desiredInfra.instance, imageLabel: 'debian_trixie' } };
    const blocked = planInfra({ ...convergedInfra, offer }, desired);
    expect(blocked.changes).toEqual([]);
    expect(blocked.blockers).toEqual([
      {
        code: 'data-loss',
        resource: 'instance',
        sentence:
          'replace instance demo: image debian_bookworm → debian_trixie (image cannot change in place); its root volume of 20 GB would be lost',
        remedy: "Take the change back, or back up what matters and allow 'replace-instance'.",
      },
    ]);
    const allowed = planInfra({ ...convergedInfra, offer }, desired, { allow: ['replace-instance'] });
    expect(allowed.blockers).toEqual([]);
    expect(allowed.changes).toMatchObject([
      {
        sentence:
          'replace instance demo: image debian_bookworm → debian_trixie (image cannot change in place)',
        step: { kind: 'replace-instance', serverId: 'server', imageId: 'image' },
      },
    ]);
  });

  test('blocks a volume that would have to shrink, and grows one in place', () => {
    const sized = (rootVolumeSizeBytes: number) => ({
      ...desiredInfra,
      instance: { ...desiredInfra.instance, rootVolumeSizeBytes },
    });
    expect(planInfra({ ...convergedInfra, offer }, sized(10e9)).blockers[0]?.sentence).toContain(
      'root volume 20 GB → 10 GB (a volume cannot shrink)',
    );
    expect(planInfra(convergedInfra, sized(40e9)).changes[0]?.sentence).toBe(
      'grow volume demo-root: 20 GB → 40 GB (in place; the file system follows at the next boot)',
    );
  });

  test('does not take missing user data of a running instance for drift', () => {
    expect(kinds({ ...convergedInfra, cloudInit: null })).toEqual([]);
  });

  test('sets user data before power-on when a run ended in between', () => {
    const server = { ...convergedInfra.server!, state: 'stopped' };
    expect(kinds({ ...convergedInfra, server, cloudInit: null })).toEqual([
      'set-user-data',
      'power-on-instance',
    ]);
    const cloudInit = desiredInfra.instance.cloudInit;
    expect(kinds({ ...convergedInfra, server, cloudInit })).toEqual(['power-on-instance']);
  });

  test('never sets user data again that was removed on purpose', () => {
    const server = { ...convergedInfra.server!, state: 'stopped', tags: ['user-data=removed'] };
    expect(kinds({ ...convergedInfra, server, cloudInit: null })).toEqual(['power-on-instance']);
  });

  test('waits for an instance that is starting', () => {
    const server = { ...convergedInfra.server!, state: 'starting' };
    expect(kinds({ ...convergedInfra, server })).toEqual(['await-instance']);
  });

  test('uses an IP that carries the tag and is attached to nothing', () => {
    const ip = without(convergedInfra.ip!, 'serverId');
    expect(kinds({ ...convergedInfra, ip })).toEqual(['attach-ip']);
  });

  test('takes the mark of deletion off the volume of an instance that stays', () => {
    const volume = { ...convergedInfra.volume!, tags: ['app=demo', condemnedTag] };
    expect(planInfra({ ...convergedInfra, volume }, desiredInfra).changes[0]?.sentence).toBe(
      'tag volume demo-root: it is marked for deletion, but its instance stays',
    );
  });

  test('deletes what an interrupted removal has left, unasked', () => {
    const left = { ...convergedInfra.volume!, id: 'old', serverIds: [] };
    expect(kinds({ ...convergedInfra, condemnedVolumes: [left] })).toEqual(['delete-volume']);
  });

  test('reports orphans, and deletes them only when that is allowed', () => {
    const orphans = [{ resource: 'ip', id: 'other', name: '192.0.2.8' } as const];
    const plan = planInfra({ ...convergedInfra, orphans }, desiredInfra);
    expect(plan.changes).toEqual([]);
    expect(plan.notes).toEqual([
      "IP 192.0.2.8 (other) carries the tag and is not needed: allow 'delete-orphans' to delete it",
    ]);
    expect(kinds({ ...convergedInfra, orphans }, { allow: ['delete-orphans'] })).toEqual(['delete-orphan']);
  });

  test.each([
    [{ ...offer, availability: 'shortage' as const }, 'out-of-stock', 'DEV1-S is out of stock in fr-par-1'],
    [
      { imageId: 'image', compatibleTypes: ['DEV1-S'] },
      'type-not-offered',
      'DEV1-S does not exist in fr-par-1',
    ],
    [
      { availability: 'available' as const, compatibleTypes: [] },
      'image-not-offered',
      'image debian_bookworm does not exist in fr-par-1',
    ],
    [
      { availability: 'available' as const, compatibleTypes: ['GP1-S'] },
      'image-not-offered',
      'image debian_bookworm does not exist for DEV1-S in fr-par-1',
    ],
  ])('blocks a new instance that cannot be had: %j', (found, code, sentence) => {
    const actual = without(convergedInfra, 'server', 'volume');
    expect(planInfra({ ...actual, offer: found }, desiredInfra).blockers).toMatchObject([{ code, sentence }]);
  });
});
