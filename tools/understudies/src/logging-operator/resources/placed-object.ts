import type { ObjectMetadata, TypedObject } from '../../kubernetes/kubernetes-object.ts';

/** An object and the collection it is in, as the API's path. */
export interface PlacedObject {
  collection: string;
  object: TypedObject;
}

/** What each kind's objects are in. */
const collections: Readonly<Record<string, string>> = {
  ServiceAccount: '/api/v1/namespaces/*/serviceaccounts',
  Secret: '/api/v1/namespaces/*/secrets',
  Service: '/api/v1/namespaces/*/services',
  Pod: '/api/v1/namespaces/*/pods',
  StatefulSet: '/apis/apps/v1/namespaces/*/statefulsets',
  DaemonSet: '/apis/apps/v1/namespaces/*/daemonsets',
  ClusterRole: '/apis/rbac.authorization.k8s.io/v1/clusterroles',
  ClusterRoleBinding: '/apis/rbac.authorization.k8s.io/v1/clusterrolebindings',
};

/** @throws for a kind that the operator does not make */
export function place(object: PlacedObject['object']): PlacedObject {
  const collection = collections[object.kind];
  if (collection === undefined) throw new Error(`${object.kind} is no kind that the operator makes`);
  return { collection: collection.replace('*', object.metadata.namespace ?? ''), object };
}

/** A Secret of files; its data is base64. */
export function secretOf(metadata: ObjectMetadata, files: Readonly<Record<string, string>>): PlacedObject {
  const data = Object.fromEntries(
    Object.entries(files).map(([name, content]) => [name, Buffer.from(content).toString('base64')]),
  );
  return place({ apiVersion: 'v1', kind: 'Secret', metadata, ...{ data } });
}
