import { Type } from 'typebox';

import { ApiError } from '../http/api-error.ts';
import { collection, pageQuery } from '../http/collection.ts';
import { callerOf, created, ok, route, type Route, type RouteRequest, type Shown } from '../http/route.ts';
import { strict } from '../http/schema.ts';
import { createRegistrationToken } from '../import/registration-tokens.ts';
import type { Rancher } from '../rancher.ts';
import { settingValue } from '../settings/settings.ts';
import { randomText } from '../state/random-text.ts';
import type { Cluster } from '../state/state.ts';
import { issueToken } from '../tokens/issue-token.ts';
import { minutesToMs } from '../tokens/minutes.ts';
import { cleanUpCluster } from './clean-up-cluster.ts';
import { clusterCondition } from './cluster-conditions.ts';
import { formatKubeconfig } from './kubeconfig.ts';
import { localClusterId } from './local-cluster.ts';

const map = Type.Record(Type.String(), Type.String());

function present(rancher: Rancher, cluster: Cluster, request: RouteRequest<unknown>): Shown {
  const self = `${request.origin}/v3/clusters/${cluster.id}`;
  const { state, conditions } = clusterCondition(cluster, {
    isConnected: rancher.sessions.has(cluster.id),
    hasToken: rancher.state.registrationTokens.some(({ clusterId }) => clusterId === cluster.id),
  });
  const isSettled = state === 'active';
  return {
    id: cluster.id,
    type: 'cluster',
    baseType: 'cluster',
    name: cluster.name,
    description: cluster.description,
    labels: cluster.labels,
    annotations: cluster.annotations,
    agentEnvVars: cluster.agentEnvVars,
    // Assumption: driver and provider of an imported cluster are `imported` once its agent came, and empty before.
    driver: cluster.observed === undefined ? '' : 'imported',
    provider: cluster.observed === undefined ? '' : 'imported',
    imported: true,
    internal: false,
    state,
    transitioning: isSettled ? 'no' : state === 'unavailable' ? 'error' : 'yes',
    transitioningMessage: isSettled ? '' : (conditions.find(({ message }) => message)?.message ?? ''),
    conditions,
    nodeCount: cluster.observed?.nodeCount ?? 0,
    version: cluster.observed === undefined ? null : { gitVersion: cluster.observed.kubernetesVersion },
    created: cluster.createdAt,
    createdTS: Date.parse(cluster.createdAt),
    links: { self, update: self, remove: self },
    actions: { generateKubeconfig: `${self}?action=generateKubeconfig` },
  };
}

/** The cluster that Rancher itself runs in; it cannot be imported or deleted. */
function presentLocal(request: RouteRequest<unknown>): Shown {
  const self = `${request.origin}/v3/clusters/${localClusterId}`;
  return {
    id: localClusterId,
    type: 'cluster',
    baseType: 'cluster',
    name: localClusterId,
    imported: false,
    internal: true,
    state: 'active',
    transitioning: 'no',
    transitioningMessage: '',
    conditions: [{ type: 'Ready', status: 'True' }],
    links: { self },
    actions: { generateKubeconfig: `${self}?action=generateKubeconfig` },
  };
}

function existing(rancher: Rancher, id: string | undefined): Cluster {
  const cluster = rancher.state.clusters.find((one) => one.id === id);
  if (cluster === undefined)
    throw new ApiError('NotFound', `clusters.management.cattle.io "${id ?? ''}" not found`);
  return cluster;
}

const isLocal = (rancher: Rancher, id: string | undefined): boolean =>
  id === localClusterId && rancher.localCluster !== undefined;

export const listClusters: Route = route({
  method: 'GET',
  path: '/v3/clusters',
  fact: 'facts/k3s-rancher.md §3, row "List"',
  query: [...pageQuery, 'name'],
  handle: (rancher, request) => {
    const { name } = request.query;
    const all = [
      ...(rancher.localCluster === undefined ? [] : [presentLocal(request)]),
      ...rancher.state.clusters.map((cluster) => present(rancher, cluster, request)),
    ];
    return ok(
      collection(
        'cluster',
        all.filter((cluster) => name === undefined || cluster['name'] === name),
        request,
      ),
    );
  },
});

export const getCluster: Route = route({
  method: 'GET',
  path: '/v3/clusters/:id',
  fact: 'facts/k3s-rancher.md §3, row "Wait"',
  handle: (rancher, request) => {
    const { id } = request.params;
    if (isLocal(rancher, id)) return ok(presentLocal(request));
    return ok(present(rancher, existing(rancher, id), request));
  },
});

export const createCluster: Route = route({
  method: 'POST',
  path: '/v3/clusters',
  fact: 'facts/k3s-rancher.md §3, row "Import": no *Config field',
  body: strict({
    type: Type.Literal('cluster'),
    name: Type.String({ minLength: 1 }),
    description: Type.Optional(Type.String()),
    labels: Type.Optional(map),
    annotations: Type.Optional(map),
    agentEnvVars: Type.Optional(
      Type.Array(strict({ name: Type.String({ minLength: 1 }), value: Type.Optional(Type.String()) })),
    ),
  }),
  handle: (rancher, request) => {
    const { name, description = '', labels = {}, annotations = {}, agentEnvVars = [] } = request.body;
    // Assumption: two clusters of one name are refused with 409.
    if (rancher.state.clusters.some((cluster) => cluster.name === name))
      throw new ApiError('Conflict', `cluster name "${name}" is in use`);
    const cluster: Cluster = {
      id: `c-${randomText(5)}`,
      ...{ name, description, labels, annotations, agentEnvVars },
      createdAt: rancher.now().toISOString(),
    };
    rancher.state.clusters.push(cluster);
    if (rancher.makesDefaultToken) createRegistrationToken(rancher, cluster.id, 'default-token');
    return created(present(rancher, cluster, request));
  },
});

export const deleteCluster: Route = route({
  method: 'DELETE',
  path: '/v3/clusters/:id',
  fact: 'facts/k3s-rancher.md §3, row "Delete"',
  handle: async (rancher, request) => {
    // Assumption: deleting the local cluster is refused with 405.
    if (isLocal(rancher, request.params['id']))
      throw new ApiError('MethodNotAllowed', 'the local cluster can not be deleted');
    const cluster = existing(rancher, request.params['id']);
    await cleanUpCluster(rancher, cluster.id);
    rancher.sessions.close(cluster.id);
    const { state } = rancher;
    state.clusters = state.clusters.filter((one) => one !== cluster);
    state.registrationTokens = state.registrationTokens.filter(({ clusterId }) => clusterId !== cluster.id);
    state.tokens = state.tokens.filter(({ clusterId }) => clusterId !== cluster.id);
    // Assumption: deleting a cluster answers 200 with it in state `removing`, and it is gone at once.
    return ok({ ...present(rancher, cluster, request), state: 'removing' });
  },
});

export const generateKubeconfig: Route = route({
  method: 'POST',
  path: '/v3/clusters/:id',
  action: 'generateKubeconfig',
  fact: 'facts/k3s-rancher.md §3, row "Kubeconfig"',
  handle: (rancher, request) => {
    const id = request.params['id'] ?? '';
    const name = isLocal(rancher, id) ? localClusterId : existing(rancher, id).name;
    const { value } = issueToken(rancher, {
      userId: callerOf(request).user.id,
      kind: 'legacy',
      isSession: false,
      description: 'Kubeconfig token',
      clusterId: id,
      ttlMs: minutesToMs(settingValue(rancher, 'kubeconfig-default-token-ttl-minutes')),
    });
    // Assumption: a kubeconfig points at server-url, and at the name of the request while that is unset.
    const serverUrl = settingValue(rancher, 'server-url') || request.origin;
    const caCertificates = settingValue(rancher, 'cacerts');
    return ok({
      type: 'generateKubeconfigOutput',
      baseType: 'generateKubeconfigOutput',
      config: formatKubeconfig({
        name,
        server: `${serverUrl}/k8s/clusters/${id}`,
        token: value,
        caCertificates,
      }),
    });
  },
});
