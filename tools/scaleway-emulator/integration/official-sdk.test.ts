import { generateKeyPairSync } from 'node:crypto';

import { API as BlockApi } from '@scaleway/sdk-block/v1';
import { Errors } from '@scaleway/sdk-client';
import { Domainv2beta1 } from '@scaleway/sdk-domain';
import { API as IamApi } from '@scaleway/sdk-iam/v1alpha1';
import { Instancev1 } from '@scaleway/sdk-instance';
import { API as MarketplaceApi } from '@scaleway/sdk-marketplace/v2';
import { startScalewayEmulator, type ScalewayEmulator } from '@wescale/scaleway-emulator';
import { expect, test } from 'vitest';

import { sdkClientOf } from './official-sdk-client.ts';

function clientsOf(emulator: ScalewayEmulator) {
  const client = sdkClientOf(emulator);
  return {
    instance: new Instancev1.API(client),
    block: new BlockApi(client),
    domain: new Domainv2beta1.API(client),
    iam: new IamApi(client),
    marketplace: new MarketplaceApi(client),
  };
}

function publicKeyLine(comment: string): string {
  const raw = generateKeyPairSync('ed25519').publicKey.export({ type: 'spki', format: 'der' }).subarray(-32);
  const field = (bytes: Buffer): Buffer => Buffer.concat([Buffer.from([0, 0, 0, bytes.length]), bytes]);
  const blob = Buffer.concat([field(Buffer.from('ssh-ed25519')), field(raw)]);
  return `ssh-ed25519 ${blob.toString('base64')} ${comment}`;
}

test('the official SDK creates, starts and removes all that an Instance needs', async () => {
  await using emulator = await startScalewayEmulator({ timeScale: 0.001 });
  const { instance, block, iam, marketplace } = clientsOf(emulator);

  const key = await iam.createSSHKey({ name: 'hunt', publicKey: publicKeyLine('somebody') });
  expect(key.publicKey).not.toContain('somebody');
  expect(key.fingerprint).toMatch(/^256 MD5:([0-9a-f]{2}:){15}[0-9a-f]{2} \(ssh-ed25519\)$/);
  expect((await iam.listSSHKeys({ name: 'hunt' }).all()).map(({ id }) => id)).toEqual([key.id]);

  const { servers: availability } = await instance.getServerTypesAvailability();
  expect(availability['DEV1-S']).toEqual({ availability: 'available' });
  const { servers: types } = await instance.listServersTypes();
  expect(types['DEV1-S']).toMatchObject({ arch: 'x86_64', ncpus: 2, ram: 2 * 1024 ** 3 });
  const { localImages } = await marketplace.listLocalImages({
    imageLabel: 'debian_bookworm',
    type: 'instance_sbs',
    arch: 'x86_64',
    zone: 'fr-par-1',
  });
  expect(localImages).toHaveLength(1);

  const { securityGroup } = await instance.createSecurityGroup({
    name: 'hunt',
    description: '',
    stateful: true,
    inboundDefaultPolicy: 'drop',
  });
  const securityGroupId = securityGroup!.id;
  const { rules } = await instance.setSecurityGroupRules({
    securityGroupId,
    rules: [
      {
        action: 'accept',
        protocol: 'TCP',
        direction: 'inbound',
        ipRange: '0.0.0.0/0',
        destPortFrom: 22,
        position: 1,
      },
    ],
  });
  expect(rules).toHaveLength(7);

  const { ip } = await instance.createIp({ tags: ['hunt=demo'], type: 'routed_ipv4' });
  const { server } = await instance.createServer({
    name: 'master',
    commercialType: 'DEV1-S',
    image: localImages[0]!.id,
    dynamicIpRequired: false,
    publicIps: [ip!.id],
    securityGroup: securityGroupId,
    volumes: { '0': { volumeType: 'sbs_volume', size: 20_000_000_000, boot: false } },
    tags: ['hunt=demo'],
    protected: false,
  });
  const serverId = server!.id;
  const volumeId = server!.volumes['0']!.id;
  await instance.setServerUserData({ serverId, key: 'cloud-init', content: '#cloud-config\n' });
  const userData = await instance.getServerUserData({ serverId, key: 'cloud-init' });
  expect(userData).toBe('#cloud-config\n');
  await instance.serverActionAndWait({ serverId, action: 'poweron' });
  const [listed] = await instance.listServers({ tags: ['hunt=demo'] }).all();
  expect(listed).toMatchObject({ id: serverId, state: 'running', publicIps: [{ address: ip!.address }] });

  const grown = await block.updateVolume({ volumeId, size: 30_000_000_000 });
  expect(grown).toMatchObject({ status: 'resizing', size: 30_000_000_000 });
  expect(await block.waitForVolume({ volumeId })).toMatchObject({ status: 'in_use' });
  await expect(block.updateVolume({ volumeId, size: 20_000_000_000 })).rejects.toBeInstanceOf(
    Errors.InvalidArgumentsError,
  );
  await expect(block.deleteVolume({ volumeId })).rejects.toBeInstanceOf(Errors.PreconditionFailedError);

  await instance.serverAction({ serverId, action: 'terminate' });
  await expect
    .poll(() => instance.getServer({ serverId }).catch((error: unknown) => error), { timeout: 5_000 })
    .toBeInstanceOf(Errors.ResourceNotFoundError);
  await expect.poll(async () => (await block.getVolume({ volumeId })).references).toEqual([]);
  await block.deleteVolume({ volumeId });
  await instance.deleteIp({ ip: ip!.id });
  await instance.deleteSecurityGroup({ securityGroupId });
  await iam.deleteSSHKey({ sshKeyId: key.id });
  expect(await iam.listSSHKeys({}).all()).toEqual([]);
  expect(await instance.listIps({}).all()).toEqual([]);
});

test('the official SDK delegates a part of a zone, and takes the delegation back', async () => {
  await using emulator = await startScalewayEmulator({ timeScale: 0 });
  const { domain } = clientsOf(emulator);
  const dnsZone = 'example.com';
  const record = { name: 'hunt', priority: 0, ttl: 600, id: '' };
  const change = {
    set: {
      idFields: { name: 'hunt', type: 'NS' as const },
      records: [{ ...record, type: 'NS' as const, data: 'ns1.hunt.example.com.' }],
    },
  };
  const glue = { ...record, name: 'ns1.hunt', type: 'A' as const, data: '192.0.2.7' };
  const { records } = await domain.updateDNSZoneRecords({
    dnsZone,
    changes: [change, { add: { records: [glue] } }],
    disallowNewZoneCreation: true,
  });
  expect(records).toMatchObject([
    { name: 'hunt', type: 'NS', data: 'ns1.hunt.example.com.', ttl: 600 },
    { name: 'ns1.hunt', type: 'A', data: '192.0.2.7', ttl: 600 },
  ]);
  const status = async (): Promise<string | undefined> =>
    (await domain.listDNSZones({ domain: '', dnsZones: [dnsZone] }).all())[0]?.status;
  await expect.poll(status, { timeout: 5_000 }).toBe('active');

  const again = await domain.updateDNSZoneRecords({
    dnsZone,
    changes: [change],
    disallowNewZoneCreation: true,
  });
  expect(again.records[0]?.id).toBe(records[0]?.id);
  expect((await domain.listDNSZoneNameservers({ dnsZone })).ns.map(({ name }) => name)).toEqual([
    'ns0.dom.scw.cloud',
    'ns1.dom.scw.cloud',
  ]);
  const refreshed = await domain.refreshDNSZone({
    dnsZone,
    recreateDnsZone: false,
    recreateSubDnsZone: false,
  });
  expect(refreshed.dnsZones).toMatchObject([{ domain: dnsZone, status: 'pending' }]);

  await domain.updateDNSZoneRecords({
    dnsZone,
    changes: records.map(({ id }) => ({ delete: { id } })),
    disallowNewZoneCreation: true,
  });
  const left = await domain.listDNSZoneRecords({ dnsZone, name: '', pageSize: 1 }).all();
  expect(left.map(({ data }) => data)).toEqual(['ns0.dom.scw.cloud.', 'ns1.dom.scw.cloud.']);
});

test('the official SDK makes a zone, gives it other name servers, clears and deletes it', async () => {
  await using emulator = await startScalewayEmulator({ timeScale: 0 });
  const { domain } = clientsOf(emulator);
  const place = { domain: 'example.com', subdomain: 'hunt' };
  expect(await domain.createDNSZone(place)).toMatchObject({ ...place, status: 'active' });
  await expect(domain.createDNSZone(place)).rejects.toBeInstanceOf(Errors.AlreadyExistsError);
  const dnsZone = 'hunt.example.com';
  const ns = [{ name: 'ns1.hunt.example.com', ip: ['192.0.2.7'] }];
  expect(await domain.updateDNSZoneNameservers({ dnsZone, ns })).toEqual({ ns });
  const text = { name: 'a', type: 'TXT' as const, data: 'seen', ttl: 60, priority: 0, id: '' };
  await domain.updateDNSZoneRecords({
    dnsZone,
    changes: [{ add: { records: [text] } }],
    disallowNewZoneCreation: true,
  });
  await domain.clearDNSZoneRecords({ dnsZone });
  const left = await domain.listDNSZoneRecords({ dnsZone, name: '' }).all();
  expect(left.map(({ data }) => data)).toEqual(['ns1.hunt.example.com.']);
  await domain.deleteDNSZone({ dnsZone });
  await expect(domain.deleteDNSZone({ dnsZone })).rejects.toMatchObject({
    ...{ status: 403, name: 'ScalewayError', body: { message: 'subdomain not found' } },
  });
  await expect(domain.deleteDNSZone({ dnsZone: 'example.com' })).rejects.toMatchObject({
    body: { message: "root zone can't be deleted" },
  });
});

test('the official SDK reads every page', async () => {
  await using emulator = await startScalewayEmulator();
  const { instance, block } = clientsOf(emulator);
  for (let number = 1; number <= 7; number += 1) {
    await instance.createIp({ tags: [`n=${number}`] });
    await block.createVolume({ name: `v${number}`, fromEmpty: { size: 1_000_000_000 } });
  }
  expect(await instance.listIps({ perPage: 3 }).all()).toHaveLength(7);
  expect(await block.listVolumes({ pageSize: 2, includeDeleted: false }).all()).toHaveLength(7);
});

test('the official SDK recognises the errors', async () => {
  await using emulator = await startScalewayEmulator();
  const { instance, marketplace } = clientsOf(emulator);
  const nobody = '00000000-0000-4000-8000-000000000000';
  const failure = (promise: Promise<unknown>): Promise<unknown> =>
    promise.then(
      () => undefined,
      (error: unknown) => error,
    );
  expect(await failure(instance.getServer({ serverId: nobody }))).toBeInstanceOf(
    Errors.ResourceNotFoundError,
  );
  expect(await failure(instance.createIp({ project: nobody }))).toBeInstanceOf(Errors.PermissionsDeniedError);
  const badLabel = failure(marketplace.listLocalImages({ imageLabel: 'plan9' }));
  expect(await badLabel).toMatchObject({ status: 404, resource: 'MarketplaceImage' });
  const kinds = [
    ['quotas_exceeded', Errors.QuotasExceededError],
    ['out_of_stock', Errors.OutOfStockError],
    ['transient_state', Errors.TransientStateError],
    ['permissions_denied', Errors.PermissionsDeniedError],
  ] as const;
  for (const [kind, type] of kinds) {
    await emulator.control.inject({ method: 'POST', path: '/instance/*', kind });
    expect(await failure(instance.createIp({}))).toBeInstanceOf(type);
  }
});
