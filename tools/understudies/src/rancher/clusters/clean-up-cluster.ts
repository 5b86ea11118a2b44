import { askApiServer } from '../../kubernetes/api-server.ts';
import type { Rancher } from '../rancher.ts';
import { randomText } from '../state/random-text.ts';

const namespace = 'default';

/**
 * Leaves a Job in a cluster that is about to be forgotten; the agent's image then removes what the import made.
 * facts/k3s-rancher.md §3, row "Delete". A cluster whose agent is away keeps what it has.
 */
export async function cleanUpCluster(rancher: Rancher, clusterId: string): Promise<void> {
  const api = rancher.sessions.apiOf(clusterId);
  if (api === undefined) return;
  const name = `cattle-cleanup-${randomText(5)}`;
  const account = { kind: 'ServiceAccount', name, namespace };
  const rbac = 'rbac.authorization.k8s.io';
  const objects: [path: string, object][] = [
    [
      `/api/v1/namespaces/${namespace}/serviceaccounts`,
      { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name } },
    ],
    [
      `/apis/${rbac}/v1/clusterrolebindings`,
      {
        apiVersion: `${rbac}/v1`,
        kind: 'ClusterRoleBinding',
        metadata: { name },
        subjects: [account],
        roleRef: { kind: 'ClusterRole', name: 'cluster-admin', apiGroup: rbac },
      },
    ],
    [`/apis/batch/v1/namespaces/${namespace}/jobs`, cleanUpJob(name, rancher.version)],
  ];
  for (const [path, object] of objects) {
    const { status } = await askApiServer(api, 'POST', path, object);
    // Assumption: a cluster that refuses the clean-up is forgotten all the same.
    if (status >= 300) return;
  }
}

const cleanUpJob = (name: string, version: string): object => ({
  apiVersion: 'batch/v1',
  kind: 'Job',
  metadata: { name },
  spec: {
    backoffLimit: 10,
    ttlSecondsAfterFinished: 60,
    template: {
      spec: {
        serviceAccountName: name,
        restartPolicy: 'OnFailure',
        containers: [
          {
            name: 'cleanup-agent',
            image: `rancher/rancher-agent:v${version}`,
            imagePullPolicy: 'IfNotPresent',
            env: [
              { name: 'CLUSTER_CLEANUP', value: 'true' },
              { name: 'CLEANUP_NAME', value: name },
            ],
          },
        ],
      },
    },
  },
});
