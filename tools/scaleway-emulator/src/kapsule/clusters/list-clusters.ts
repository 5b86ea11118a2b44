import { Type } from 'typebox';

import { ok } from '../../http/answers.ts';
import { checkProject } from '../../http/check-project.ts';
import { countedPage, pageFields } from '../../http/counted-page.ts';
import { inOrder } from '../../http/list-order.ts';
import { route, type Route } from '../../http/route.ts';
import { strict } from '../../http/schema.ts';
import { hasStatus, listOrders } from '../list-order.ts';
import { kapsuleRegionPath } from '../paths.ts';
import { presentCluster } from './present-cluster.ts';

const query = strict({
  ...pageFields,
  order_by: Type.Optional(Type.Enum(listOrders)),
  project_id: Type.Optional(Type.String()),
  organization_id: Type.Optional(Type.String()),
  name: Type.Optional(Type.String()),
  status: Type.Optional(Type.String()),
  type: Type.Optional(Type.String()),
  private_network_id: Type.Optional(Type.String()),
});

export const listClusters: Route = route({
  method: 'GET',
  path: `${kapsuleRegionPath}/clusters`,
  fact: 'facts/scaleway.md section 1 (no tag filter, total_count); parameters as @scaleway/sdk-k8s 1.8.0 sends them',
  query,
  handle: (world, { query }) => {
    checkProject(world, 'read', 'kubernetes_clusters', query);
    // Assumption: names of clusters, pools and nodes filter by what they contain.
    const found = [...world.clusters.values()].filter(
      (cluster) =>
        (query.name === undefined || cluster.name.includes(query.name)) &&
        (query.type === undefined || query.type === 'kapsule') &&
        (query.private_network_id === undefined || cluster.privateNetworkId === query.private_network_id) &&
        hasStatus(cluster, query.status),
    );
    const clusters = inOrder(found, query.order_by).map((cluster) => presentCluster(world, cluster));
    return ok(countedPage('clusters', clusters, query));
  },
});
