import type { KubernetesObject } from './kubernetes-object.ts';
import type { ConfineOptions } from './options.ts';

/** What this library needs of a cluster: lists. Give it what reads with your own client. */
export interface ClusterReader {
  /** All objects of a kind, in one namespace or, without one, of the cluster. A kind that does not exist gives none. */
  list(
    query: { readonly apiVersion: string; readonly kind: string; readonly namespace?: string },
    signal?: AbortSignal,
  ): Promise<readonly KubernetesObject[]>;
}

const IN_NAMESPACE: readonly (readonly [apiVersion: string, kind: string])[] = [
  ['v1', 'ServiceAccount'],
  ['v1', 'ResourceQuota'],
  ['v1', 'LimitRange'],
  ['v1', 'ConfigMap'],
  ['v1', 'Pod'],
  ['apps/v1', 'Deployment'],
  ['networking.k8s.io/v1', 'NetworkPolicy'],
  ['rbac.authorization.k8s.io/v1', 'Role'],
  ['rbac.authorization.k8s.io/v1', 'RoleBinding'],
];

/**
 * Reads from a cluster all that `findDeviations` compares.
 *
 * @param onProgress told what is being read
 * @example
 * const empty: ClusterReader = { list: async () => [] };
 * const objects = await readConfinement(empty, { namespaces: { runner: 'ci', builds: 'ci-builds' } }); // then findDeviations
 */
export async function readConfinement(
  reader: ClusterReader,
  { namespaces, mutatingPolicyVersion = 'v1' }: Pick<ConfineOptions, 'namespaces' | 'mutatingPolicyVersion'>,
  { signal, onProgress }: { signal?: AbortSignal; onProgress?: (message: string) => void } = {},
): Promise<KubernetesObject[]> {
  const admission = 'admissionregistration.k8s.io';
  const queries = [
    { apiVersion: 'v1', kind: 'Namespace' },
    { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRoleBinding' },
    { apiVersion: `${admission}/${mutatingPolicyVersion}`, kind: 'MutatingAdmissionPolicy' },
    { apiVersion: `${admission}/${mutatingPolicyVersion}`, kind: 'MutatingAdmissionPolicyBinding' },
    { apiVersion: `${admission}/v1`, kind: 'ValidatingAdmissionPolicy' },
    { apiVersion: `${admission}/v1`, kind: 'ValidatingAdmissionPolicyBinding' },
    ...[namespaces.runner, namespaces.builds].flatMap((namespace) =>
      IN_NAMESPACE.map(([apiVersion, kind]) => ({ apiVersion, kind, namespace })),
    ),
  ];
  const found: KubernetesObject[] = [];
  for (const query of queries) {
    signal?.throwIfAborted();
    onProgress?.(`reading ${query.kind}${'namespace' in query ? ` in ${query.namespace}` : ''}`);
    found.push(...(await reader.list(query, signal)));
  }
  return found;
}
