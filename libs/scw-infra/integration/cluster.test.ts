import { readCluster, readClusterKubeconfig } from '@wescale/scw-infra';
import { describe, expect, test } from 'vitest';
import { sentencesOf, startClusterWorld } from './cluster-world.ts';
import { isWrite } from './world.ts';

describe('a cluster', () => {
  test('is created once with its pool, and then nothing is written', async () => {
    await using world = await startClusterWorld();
    expect(sentencesOf(await world.convergeCluster())).toEqual([
      'create cluster blue (Kubernetes 1.34.3, cilium, pools default of 1 pro2_xxs): it does not exist',
      'wait for pool default: it comes with the cluster',
    ]);
    expect(await world.clusterCensus()).toEqual({ clusters: 1, pools: 1, nodes: 1 });
    await world.emulator.control.clearJournal();
    expect(await world.convergeCluster()).toMatchObject({ changes: [], blockers: [], orphans: [] });
    const journal = await world.emulator.control.journal();
    expect([journal.filter(isWrite).length, journal.length]).toEqual([0, 3]);
    const { cluster, pools } = await readCluster(world.client, world.desired);
    expect(cluster).toMatchObject({ status: 'ready', tags: ['hunt=demo'] });
    expect(pools).toMatchObject([{ name: 'default', nodes: [{ isReady: true }] }]);
    expect(await readClusterKubeconfig(world.client, cluster!.id)).toContain(cluster!.url);
  });
});
