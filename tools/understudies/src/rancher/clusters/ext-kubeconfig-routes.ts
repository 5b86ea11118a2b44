import { Type } from 'typebox';

import { ApiError } from '../http/api-error.ts';
import { callerOf, created, route, type Route } from '../http/route.ts';
import { strict } from '../http/schema.ts';
import { settingValue } from '../settings/settings.ts';
import { randomText } from '../state/random-text.ts';
import { issueToken } from '../tokens/issue-token.ts';
import { minutesToMs } from '../tokens/minutes.ts';
import { formatKubeconfig } from './kubeconfig.ts';
import { localClusterId } from './local-cluster.ts';

export const createExtKubeconfig: Route = route({
  method: 'POST',
  path: '/v1/ext.cattle.io.kubeconfigs',
  fact: 'facts/k3s-rancher.md §3, row "Kubeconfig" (new, since 2.13)',
  since: 13,
  body: strict({
    spec: strict({
      // Assumption: one cluster a kubeconfig; the real one takes several and makes a context of each.
      clusters: Type.Array(Type.String(), { minItems: 1, maxItems: 1 }),
      includeDefaultEntry: Type.Optional(Type.Literal(false)),
    }),
  }),
  handle: (rancher, request) => {
    const { clusters, includeDefaultEntry } = request.body.spec;
    const [id = ''] = clusters;
    const name =
      id === localClusterId && rancher.localCluster !== undefined
        ? localClusterId
        : rancher.state.clusters.find((cluster) => cluster.id === id)?.name;
    // Assumption: a kubeconfig for a cluster that there is not answers 404.
    if (name === undefined) throw new ApiError('NotFound', `clusters.management.cattle.io "${id}" not found`);
    const ttlMs = minutesToMs(settingValue(rancher, 'kubeconfig-default-token-ttl-minutes'));
    const { value } = issueToken(rancher, {
      userId: callerOf(request).user.id,
      kind: 'ext',
      isSession: false,
      description: 'Kubeconfig token',
      clusterId: id,
      ttlMs,
    });
    const serverUrl = settingValue(rancher, 'server-url') || request.origin;
    return created({
      type: 'ext.cattle.io.kubeconfig',
      apiVersion: 'ext.cattle.io/v1',
      kind: 'Kubeconfig',
      metadata: { name: `kubeconfig-${randomText(5)}`, creationTimestamp: rancher.now().toISOString() },
      // Assumption: spec.ttl of a kubeconfig is in seconds.
      spec: { clusters, includeDefaultEntry: includeDefaultEntry ?? false, ttl: ttlMs / 1000 },
      status: {
        summary: 'Complete',
        value: formatKubeconfig({
          name,
          server: `${serverUrl}/k8s/clusters/${id}`,
          token: value,
          caCertificates: settingValue(rancher, 'cacerts'),
        }),
      },
    });
  },
});
