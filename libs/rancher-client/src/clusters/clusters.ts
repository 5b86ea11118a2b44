import type { CallOptions } from '../client/client-options.ts';
import { isNotFound } from '../client/errors.ts';
import { listAll, type ListOptions } from '../client/list.ts';
import type { RancherClient } from '../client/rancher-client.ts';
import type { Condition } from '../client/wire.ts';

/** A cluster as `/v3/clusters` writes it. */
export interface Cluster {
  /** `local` for the one Rancher runs in, `c-xxxxx` for the others. */
  id: string;
  name: string;
  /** `provisioning`, `pending`, `active`, `unavailable`, `removing` … */
  state?: string;
  transitioning?: string;
  transitioningMessage?: string;
  conditions?: Condition[];
  labels?: Record<string, string>;
  annotations?: Record<string, string>;
  [field: string]: unknown;
}

/** A project of a cluster: a group of its namespaces. */
export interface Project {
  /** `<cluster>:<p-xxxxx>`. */
  id: string;
  name: string;
  clusterId?: string;
  [field: string]: unknown;
}

/** A namespace as Steve writes it. */
export interface Namespace {
  id: string;
  metadata: {
    name: string;
    /** `field.cattle.io/projectId` names its project. */
    annotations?: Record<string, string>;
    labels?: Record<string, string>;
    [field: string]: unknown;
  };
  [field: string]: unknown;
}

/** All clusters the user may see. */
export function listClusters(rancher: RancherClient, options: ListOptions = {}): Promise<Cluster[]> {
  return listAll<Cluster>(rancher, { task: 'list the clusters', path: ['v3', 'clusters'] }, options);
}

/** @returns `undefined` when there is none of that id */
export async function readCluster(
  rancher: RancherClient,
  id: string,
  { signal }: CallOptions = {},
): Promise<Cluster | undefined> {
  const task = `read the cluster ${id}`;
  try {
    return (await rancher.json({ task, method: 'GET', path: ['v3', 'clusters', id], signal })) as Cluster;
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}

/** @returns `undefined` when there is none of that name */
export async function findCluster(
  rancher: RancherClient,
  name: string,
  { signal }: CallOptions = {},
): Promise<Cluster | undefined> {
  const call = { task: `look for the cluster ${name}`, path: ['v3', 'clusters'], query: { name } };
  const found = await listAll<Cluster>(rancher, call, { signal });
  return found.find((cluster) => cluster.name === name);
}

/** Projects of a cluster. */
export function listProjects(
  rancher: RancherClient,
  clusterId: string,
  options: ListOptions = {},
): Promise<Project[]> {
  const task = `list the projects of ${clusterId}`;
  return listAll<Project>(rancher, { task, path: ['v3', 'projects'], query: { clusterId } }, options);
}

/** Namespaces of a cluster, read through Rancher's proxy and the cluster's agent. */
export function listNamespaces(
  rancher: RancherClient,
  clusterId: string,
  options: ListOptions = {},
): Promise<Namespace[]> {
  const task = `list the namespaces of ${clusterId}`;
  const path = ['k8s', 'clusters', clusterId, 'v1', 'namespaces'];
  return listAll<Namespace>(rancher, { task, path }, options);
}
