import { askApiServer } from '../../kubernetes/api-server.ts';
import { ApiError } from '../http/api-error.ts';
import { ok, route, type Route } from '../http/route.ts';
import { steveCollection, steveQuery } from '../http/steve-collection.ts';
import { apiOfCluster } from './proxy-request.ts';
import { steveTypes } from './steve-types.ts';

interface KubernetesList {
  message?: string;
  items?: { metadata: { name: string; namespace?: string } }[];
}

export const listClusterResources: Route = route({
  method: 'GET',
  path: '/k8s/clusters/:clusterId/v1/:type',
  fact: 'facts/k3s-rancher.md §3, row "List": /k8s/clusters/<id>/v1/namespaces',
  query: steveQuery,
  handle: async (rancher, request) => {
    const { clusterId = '', type = '' } = request.params;
    const api = apiOfCluster(rancher, clusterId);
    const listed = Object.hasOwn(steveTypes, type) ? steveTypes[type] : undefined;
    if (listed === undefined) throw new ApiError('NotFound', `${type} is not played for a cluster`);
    const answer = await askApiServer(api, 'GET', listed.path).catch((cause: unknown) => {
      throw new ApiError('ClusterUnavailable', `cluster ${clusterId} does not answer`, { cause });
    });
    const { items, message } = answer.body as KubernetesList;
    if (items === undefined)
      throw new ApiError('ServerError', message ?? `the cluster answers ${answer.status}`);
    const shown = items.map((item) => {
      const { name, namespace } = item.metadata;
      const id = namespace === undefined ? name : `${namespace}/${name}`;
      const { apiVersion, kind } = listed;
      return {
        id,
        ...{ type: listed.type, apiVersion, kind },
        links: { self: `${request.origin}/k8s/clusters/${clusterId}/v1/${type}/${id}` },
        ...item,
      };
    });
    return ok(steveCollection(listed.type, shown, request));
  },
});
