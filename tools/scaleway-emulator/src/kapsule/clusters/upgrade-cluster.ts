import { Type, type Static } from 'typebox';

import { upgradeClusterMs } from '../../clock/measured-durations.ts';
import { ok } from '../../http/answers.ts';
import { invalidArguments, transientState } from '../../http/api-error.ts';
import { route, type Route } from '../../http/route.ts';
import { strict } from '../../http/schema.ts';
import type { Cluster } from '../../state/cluster.ts';
import type { Pool } from '../../state/pool.ts';
import type { World } from '../../state/world.ts';
import { kapsuleRegionPath } from '../paths.ts';
import { isSettled } from '../pools/find-pool.ts';
import { poolsOf } from '../pools/pools-of.ts';
import { renewPool } from '../pools/renew-pool.ts';
import { prepareVersion } from '../versions/prepare-version.ts';
import { upgradeVersions } from '../versions/upgrade-versions.ts';
import { findSettledCluster } from './find-cluster.ts';
import { presentCluster } from './present-cluster.ts';
import { restingStatus } from './resting-status.ts';
import { enterStatus } from './start-cluster.ts';

const body = strict({ version: Type.String(), upgrade_pools: Type.Boolean() });

/** The answer shows the new version at once; the cluster is `ready` before its pools are. */
export const upgradeCluster: Route = route({
  method: 'POST',
  path: `${kapsuleRegionPath}/clusters/:clusterId/upgrade`,
  fact: 'facts/scaleway.md section 2: cluster-upgrade-pools-with-cluster#46 to #62; section 3',
  body,
  handle: async (world, { params, body }) => {
    checkUpgrade(world, params['clusterId'], body);
    await prepareVersion(world, body.version);
    // Somebody else may have changed it meanwhile.
    const { cluster, pools } = checkUpgrade(world, params['clusterId'], body);
    const before = cluster.version;
    cluster.version = body.version;
    enterStatus(world, cluster, 'updating');
    world.activities.start(cluster.id, async (signal) => {
      try {
        await Promise.all([
          world.clusterDriver.setVersion(cluster.id, body.version, signal),
          world.clock.sleep(upgradeClusterMs, signal),
        ]);
      } catch (cause) {
        // Assumption: a cluster whose upgrade fails is at rest again with the version it had, and so are its pools.
        if (!signal.aborted) cluster.version = before;
        throw cause;
      } finally {
        if (!signal.aborted) enterStatus(world, cluster, restingStatus(world, cluster));
      }
    });
    for (const pool of pools) renewPool(world, cluster, pool);
    return ok(presentCluster(world, cluster));
  },
});

/** @returns the cluster, and the pools that go with it */
function checkUpgrade(
  world: World,
  clusterId: string | undefined,
  wanted: Static<typeof body>,
): { cluster: Cluster; pools: Pool[] } {
  const cluster = findSettledCluster(world, clusterId);
  // Assumption: a version that a cluster or a pool may not be upgraded to answers 400 invalid_arguments.
  if (!upgradeVersions(world.kubernetesVersions, cluster.version).includes(wanted.version)) {
    throw invalidArguments({ argument_name: 'version', reason: 'constraint' });
  }
  const pools = wanted.upgrade_pools ? poolsOf(world, cluster.id) : [];
  const busy = pools.find((pool) => !isSettled(pool));
  if (busy !== undefined) throw transientState('pool', busy.id, busy.status);
  return { cluster, pools };
}
