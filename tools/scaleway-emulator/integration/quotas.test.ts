import { connectToEmulator, startScalewayEmulator } from '@wescale/scaleway-emulator';
import { expect, test } from 'vitest';

import { ApiClient } from './api-client.ts';

const kapsule = '/k8s/v1/regions/fr-par';
const pool = { name: 'default', node_type: 'pro2_xxs', size: 2, autoscaling: false, autohealing: true };
const cluster = { name: 'board', version: '1.35.0', cni: 'cilium' };
const loadBalancer = { name: 'front', description: '', type: 'LB-S' };

test('quotas are listed with their place and limit, and follow the control', async () => {
  await using emulator = await startScalewayEmulator();
  const api = new ApiClient(emulator);
  const { organizationId } = emulator.account;
  const path = `/iam/v1alpha1/quota?organization_id=${organizationId}`;
  const names = 'quotum_names=cp_servers_type_PRO2_XXS&quotum_names=k8s_clusters';
  await connectToEmulator(emulator.url).setQuota('k8s_clusters', 3);
  expect(await api.get('GET', `${path}&${names}`)).toMatchObject({
    quota: [
      { name: 'cp_servers_type_PRO2_XXS', limit: 20, limits: [{ zone: 'fr-par-1', limit: 20 }] },
      { name: 'k8s_clusters', locality_type: 'region', limits: [{ region: 'fr-par', limit: 3 }] },
    ],
    total_count: 2,
  });
  const one = `/iam/v1alpha1/quota/k8s_clusters?organization_id=${organizationId}`;
  expect(await api.get('GET', one)).toMatchObject({ limit: 3 });
  await expect(emulator.control.setQuota('cats', 1)).rejects.toThrow('no quota cats');
});

test('what goes beyond a quota is refused in the recorded form, and leaves nothing behind', async () => {
  await using emulator = await startScalewayEmulator({ timeScale: 0 });
  const api = new ApiClient(emulator);
  const refused = async (path: string, body: object): Promise<unknown> => {
    const { status, body: answer } = await api.send('POST', path, body);
    expect([path, status, answer?.['type']]).toEqual([path, 403, 'quotas_exceeded']);
    return (answer?.['details'] as unknown[])[0];
  };
  const { control } = emulator;
  await control.setQuota('k8s_clusters', 0);
  expect(await refused(`${kapsule}/clusters`, cluster)).toEqual({
    ...{ resource: 'k8s_clusters', quota: 0, current: 0 },
  });
  await control.setQuota('k8s_clusters', 1);
  await control.setQuota('cp_servers_type_PRO2_XXS', 3);
  const twice = [pool, { ...pool, name: 'more' }];
  await refused(`${kapsule}/clusters`, { ...cluster, pools: twice });
  const { id } = await api.get<{ id: string }>('POST', `${kapsule}/clusters`, { ...cluster, pools: [pool] });
  const status = async (): Promise<unknown> => (await api.send('GET', `${kapsule}/clusters/${id}`)).body;
  await expect.poll(status, { timeout: 5_000 }).toMatchObject({ status: 'ready' });
  expect(await refused(`${kapsule}/clusters/${id}/pools`, { ...pool, name: 'more' })).toEqual({
    ...{ resource: 'cp_servers_type_PRO2_XXS', quota: 3, current: 2 },
  });
  await control.setQuota('lb_lbs', 0);
  await refused('/lb/v1/zones/fr-par-1/lbs', loadBalancer);
  await expect(emulator.cloud.createLoadBalancer({ clusterId: id, name: 'a' })).rejects.toMatchObject({
    body: { type: 'quotas_exceeded' },
  });
  await control.setQuota('cp_ips', 0);
  await refused(`${api.zone}/ips`, {});
  await control.setQuota('vpc_private_networks', 1);
  await refused('/vpc/v2/regions/fr-par/private-networks', { name: 'a' });
  await control.setQuota('sbs_volumes', 0);
  await refused(`${api.block}/volumes`, { name: 'a', from_empty: { size: 1_000_000_000 } });
  expect(await api.get('GET', '/lb/v1/zones/fr-par-1/ips')).toMatchObject({ total_count: 0 });
  expect(await api.get('GET', `${kapsule}/clusters/${id}/pools`)).toMatchObject({ total_count: 1 });
});
