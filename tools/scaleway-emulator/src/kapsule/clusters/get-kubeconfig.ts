import { Type } from 'typebox';

import { ok } from '../../http/answers.ts';
import { transientState } from '../../http/api-error.ts';
import { route, type Route } from '../../http/route.ts';
import { strict } from '../../http/schema.ts';
import { kapsuleRegionPath } from '../paths.ts';
import { findCluster } from './find-cluster.ts';

const query = strict({ dl: Type.Optional(Type.Enum(['0', '1'])) });

/** There from `pool_required` on, while the API's name leads nowhere yet (facts/scaleway.md, section 3). */
export const getKubeconfig: Route = route({
  method: 'GET',
  path: `${kapsuleRegionPath}/clusters/:clusterId/kubeconfig`,
  fact: 'facts/scaleway.md section 2: pool-basic#10; section 1 (dl=1 answers the YAML itself)',
  query,
  notPlayed: ['redacted'],
  handle: (world, { params, query }) => {
    const cluster = findCluster(world, params['clusterId']);
    // Assumption: the kubeconfig of a cluster that is still creating is refused with 409 transient_state.
    if (cluster.kubeconfig === null) throw transientState('cluster', cluster.id, cluster.status);
    const bytes = Buffer.from(cluster.kubeconfig);
    if (query.dl === '1') {
      // Assumption: a kubeconfig that is downloaded has the content type that the JSON form names.
      return { status: 200, contentType: 'application/octet-stream', body: bytes };
    }
    return ok({
      name: 'kubeconfig',
      content_type: 'application/octet-stream',
      content: bytes.toString('base64'),
    });
  },
});
