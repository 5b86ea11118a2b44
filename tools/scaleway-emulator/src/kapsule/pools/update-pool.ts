import { ok } from '../../http/answers.ts';
import { route, type Route } from '../../http/route.ts';
import type { Pool } from '../../state/pool.ts';
import { findSettledCluster } from '../clusters/find-cluster.ts';
import { kapsuleRegionPath } from '../paths.ts';
import { checkNodeQuota, checkSizes } from './check-pool.ts';
import { fillPool } from './fill-pool.ts';
import { findSettledPool } from './find-pool.ts';
import { poolChanges } from './pool-schema.ts';
import { presentPool } from './present-pool.ts';

export const updatePool: Route = route({
  method: 'PATCH',
  path: `${kapsuleRegionPath}/pools/:poolId`,
  fact: 'the call and its fields as @scaleway/sdk-k8s 1.8.0 makes them; the object of pool-basic#14',
  body: poolChanges,
  handle: (world, { params, body }) => {
    const pool = findSettledPool(world, params['poolId']);
    const cluster = findSettledCluster(world, pool.clusterId);
    const size = body.size ?? pool.size;
    const changed: Pool = {
      ...pool,
      size,
      autoscaling: body.autoscaling ?? pool.autoscaling,
      minSize: body.min_size ?? pool.minSize,
      // Assumption: a pool without autoscaling whose size goes above its maximum takes that along.
      maxSize: body.max_size ?? (pool.autoscaling ? pool.maxSize : Math.max(pool.maxSize, size)),
      autohealing: body.autohealing ?? pool.autohealing,
      tags: body.tags ?? pool.tags,
      // Assumption: new arguments of the kubelet reach nodes that are made afterwards.
      kubeletArgs: body.kubelet_args ?? pool.kubeletArgs,
      upgradePolicy: {
        maxUnavailable: body.upgrade_policy?.max_unavailable ?? pool.upgradePolicy.maxUnavailable,
        maxSurge: body.upgrade_policy?.max_surge ?? pool.upgradePolicy.maxSurge,
      },
      updatedAt: world.clock.now(),
    };
    checkSizes(changed);
    if (changed.size > pool.size) checkNodeQuota(world, [{ ...pool, size: changed.size - pool.size }]);
    const grows = changed.size !== pool.size;
    Object.assign(pool, changed);
    if (grows) fillPool(world, cluster, pool, 'later');
    return ok(presentPool(world, pool));
  },
});
