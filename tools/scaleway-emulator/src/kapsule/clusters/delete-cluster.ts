import { Type } from 'typebox';

import { ok } from '../../http/answers.ts';
import { route, type Route } from '../../http/route.ts';
import { strict } from '../../http/schema.ts';
import { kapsuleRegionPath } from '../paths.ts';
import { findCluster } from './find-cluster.ts';
import { presentCluster } from './present-cluster.ts';
import { removeCluster } from './remove-cluster.ts';

const query = strict({ with_additional_resources: Type.Enum(['true', 'false']) });

export const deleteCluster: Route = route({
  method: 'DELETE',
  path: `${kapsuleRegionPath}/clusters/:clusterId`,
  fact: 'facts/scaleway.md section 2: acl-basic#88, cluster-private-network#22, pool-basic#101 (200 and the object)',
  query,
  handle: (world, { params, query }) => {
    const cluster = findCluster(world, params['clusterId']);
    if (cluster.status !== 'deleting') {
      removeCluster(world, cluster, query.with_additional_resources === 'true');
    }
    return ok(presentCluster(world, cluster));
  },
});
