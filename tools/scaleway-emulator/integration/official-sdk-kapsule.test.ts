import { API as BlockApi } from '@scaleway/sdk-block/v1';
import { Errors } from '@scaleway/sdk-client';
import { API as IamApi } from '@scaleway/sdk-iam/v1alpha1';
import { Instancev1 } from '@scaleway/sdk-instance';
import { K8Sv1 } from '@scaleway/sdk-k8s';
import { Lbv1 } from '@scaleway/sdk-lb';
import { Vpcv2 } from '@scaleway/sdk-vpc';
import { startScalewayEmulator, type ScalewayEmulator } from '@wescale/scaleway-emulator';
import { expect, test } from 'vitest';

import { sdkClientOf } from './official-sdk-client.ts';

function clientsOf(emulator: ScalewayEmulator) {
  const client = sdkClientOf(emulator);
  return {
    kapsule: new K8Sv1.API(client),
    vpc: new Vpcv2.API(client),
    lb: new Lbv1.ZonedAPI(client),
    block: new BlockApi(client),
    instance: new Instancev1.API(client),
    iam: new IamApi(client),
  };
}

/** How the waiters of the SDK ask: as often as it lets them, once a second. */
const often = { minDelay: 1, maxDelay: 1 };

test('the official SDK makes a cluster in a private network, upgrades it, and takes everything away', async () => {
  await using emulator = await startScalewayEmulator({ timeScale: 0.0005 });
  const { kapsule, vpc, lb, block, instance, iam } = clientsOf(emulator);

  const quota = await iam.listQuota({ quotumNames: ['k8s_clusters'] }).all();
  expect(quota).toMatchObject([
    { name: 'k8s_clusters', limit: 20, limits: [{ region: 'fr-par', limit: 20 }] },
  ]);
  const network = await vpc.createPrivateNetwork({
    name: 'board',
    tags: ['hunt=demo'],
    defaultRoutePropagationEnabled: false,
  });
  const { versions } = await kapsule.listVersions();
  expect(versions.map(({ name }) => name)).toContain('1.34.3');
  const created = await kapsule.createCluster({
    ...{ type: 'kapsule', name: 'board', description: '', tags: ['hunt=demo'] },
    ...{ version: '1.34.3', cni: 'cilium', privateNetworkId: network.id },
  });
  const clusterId = created.id;
  const waiting = await kapsule.waitForCluster({ clusterId }, often);
  expect(waiting).toMatchObject({ status: 'pool_required', podCidr: '100.64.0.0/15' });
  const kubeconfig = await kapsule.getClusterKubeConfig({ clusterId });
  expect(kubeconfig).toBeInstanceOf(Blob);
  expect(await kubeconfig.text()).toContain(created.clusterUrl);

  const pool = await kapsule.createPool({
    ...{ clusterId, name: 'default', nodeType: 'pro2_xxs', size: 1, autohealing: true, autoscaling: false },
    rootVolumeSize: 30_000_000_000,
    publicIpDisabled: false,
  });
  expect(pool).toMatchObject({ status: 'scaling', upgradePolicy: { maxUnavailable: 1, maxSurge: 0 } });
  const poolId = pool.id;
  expect(await kapsule.waitForPool({ poolId }, often)).toMatchObject({ status: 'ready' });
  expect(await kapsule.getCluster({ clusterId })).toMatchObject({ status: 'ready' });
  const [node] = await kapsule.listNodes({ clusterId, poolId }).all();
  expect(node).toMatchObject({ status: 'ready', conditions: { Ready: 'True' } });
  const serverId = node!.providerId.split('/').at(-1)!;
  const servers = await instance.listServers({ tags: [`kapsule=${clusterId}`] }).all();
  expect(servers).toMatchObject([
    { id: serverId, securityGroup: { name: 'Kapsule default security group' } },
  ]);

  const made = await emulator.cloud.createLoadBalancer({ clusterId, name: 'a-uid' });
  const [listed] = await lb.listLbs({ name: clusterId }).all();
  expect(listed).toMatchObject({ id: made.id, status: 'ready', ip: [{ ipAddress: made.address }] });
  expect(await lb.listLbPrivateNetworks({ lbId: made.id }).all()).toMatchObject([
    { privateNetworkId: network.id, status: 'ready', lb: { id: made.id } },
  ]);
  const { id: volumeId } = await emulator.cloud.createVolume({
    ...{ clusterId, name: 'pvc-a', sizeBytes: 10_000_000_000 },
  });
  await emulator.cloud.attachVolume(volumeId, serverId);
  const held = await block.listVolumes({ productResourceId: serverId, includeDeleted: false }).all();
  expect(held.map(({ id }) => id)).toContain(volumeId);

  const available = await kapsule.listClusterAvailableVersions({ clusterId });
  expect(available.versions.map(({ name }) => name)).toEqual(['1.35.0']);
  await kapsule.upgradeCluster({ clusterId, version: '1.35.0', upgradePools: true });
  await expect
    .poll(() => kapsule.getPool({ poolId }), { timeout: 5_000 })
    .toMatchObject({ status: 'ready', version: '1.35.0' });
  expect((await kapsule.listNodes({ clusterId }).all()).map(({ id }) => id)).not.toContain(node!.id);
  await kapsule.updatePool({ poolId, autoscaling: true, size: 2, minSize: 1, maxSize: 3 });
  await expect
    .poll(() => kapsule.getPool({ poolId }), { timeout: 5_000 })
    .toMatchObject({ status: 'ready', size: 2, maxSize: 3 });

  await expect(vpc.deletePrivateNetwork({ privateNetworkId: network.id })).rejects.toBeInstanceOf(
    Errors.PreconditionFailedError,
  );
  await kapsule.deleteCluster({ clusterId, withAdditionalResources: false });
  await expect
    .poll(() => kapsule.getCluster({ clusterId }).catch((error: unknown) => error), { timeout: 5_000 })
    .toBeInstanceOf(Errors.ResourceNotFoundError);
  expect(await instance.listServers({}).all()).toEqual([]);
  // What a sweep has to find and take away.
  const [leaked] = await lb.listLbs({ tags: [`cluster=${clusterId}`] }).all();
  await lb.deleteLb({ lbId: leaked!.id, releaseIp: false });
  await expect.poll(() => lb.listLbs({}).all(), { timeout: 5_000 }).toEqual([]);
  const [ip] = await lb.listIPs({}).all();
  await lb.releaseIp({ ipId: ip!.id });
  expect(await block.getVolume({ volumeId })).toMatchObject({ status: 'available', references: [] });
  await block.deleteVolume({ volumeId });
  await expect
    .poll(() => vpc.deletePrivateNetwork({ privateNetworkId: network.id }).catch((error: unknown) => error), {
      timeout: 5_000,
    })
    .toBeUndefined();
});

test('the official SDK makes, finds, changes and deletes a load balancer', async () => {
  await using emulator = await startScalewayEmulator({ timeScale: 0.001 });
  const { lb } = clientsOf(emulator);
  const ip = await lb.createIp({ isIpv6: false, tags: ['hunt=demo'] });
  const { id: lbId } = await lb.createLb({ name: 'front', description: '', type: 'LB-S', ipIds: [ip.id] });
  expect(await lb.waitForLb({ lbId }, often)).toMatchObject({ status: 'ready', type: 'lb-s' });
  expect(await lb.updateLb({ lbId, name: 'back', description: 'b' })).toMatchObject({ name: 'back' });
  expect(await lb.updateIp({ ipId: ip.id, tags: ['hunt=other'] })).toMatchObject({ tags: ['hunt=other'] });
  expect(await lb.listLbPrivateNetworks({ lbId }).all()).toEqual([]);
  await expect(lb.releaseIp({ ipId: ip.id })).rejects.toBeInstanceOf(Errors.PreconditionFailedError);
  expect((await lb.listIPs({ ipAddress: ip.ipAddress }).all()).map(({ lbId: of }) => of)).toEqual([lbId]);
  await lb.deleteLb({ lbId, releaseIp: true });
  await expect
    .poll(() => lb.getLb({ lbId }).catch((error: unknown) => error), { timeout: 5_000 })
    .toBeInstanceOf(Errors.ResourceNotFoundError);
  await expect(lb.getIp({ ipId: ip.id })).rejects.toBeInstanceOf(Errors.ResourceNotFoundError);
});
