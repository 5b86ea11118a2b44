import { Type } from 'typebox';

import { ok } from '../../http/answers.ts';
import { invalidArguments } from '../../http/api-error.ts';
import { route, type Route } from '../../http/route.ts';
import { strict } from '../../http/schema.ts';
import { findSettledCluster } from '../clusters/find-cluster.ts';
import { kapsuleRegionPath } from '../paths.ts';
import { findSettledPool } from './find-pool.ts';
import { presentPool } from './present-pool.ts';
import { renewPool } from './renew-pool.ts';

/** Replaces the nodes by ones of the cluster's version. */
export const upgradePool: Route = route({
  method: 'POST',
  path: `${kapsuleRegionPath}/pools/:poolId/upgrade`,
  fact: 'the call as @scaleway/sdk-k8s 1.8.0 makes it; states of cluster-upgrade-pools-with-cluster#50, #62',
  body: strict({ version: Type.String() }),
  handle: (world, { params, body }) => {
    const pool = findSettledPool(world, params['poolId']);
    const cluster = findSettledCluster(world, pool.clusterId);
    // Assumption: a pool is upgraded to the version of its cluster, no other, and not twice: 400 invalid_arguments.
    if (body.version !== cluster.version || body.version === pool.version) {
      throw invalidArguments({ argument_name: 'version', reason: 'constraint' });
    }
    renewPool(world, cluster, pool);
    return ok(presentPool(world, pool));
  },
});
