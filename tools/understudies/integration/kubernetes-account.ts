import { readFile } from 'node:fs/promises';

import type { RunningKubernetes } from '@wescale/real-servers';
import { parse } from 'yaml';

import type { ApiServer } from '../src/kubernetes/api-server.ts';

/** The API as a ServiceAccount asks it, in a pod. */
export async function apiOfAccount(
  kubernetes: RunningKubernetes,
  namespace: string,
  name: string,
): Promise<ApiServer> {
  const kubeconfig = parse(await readFile(kubernetes.kubeconfig, 'utf8')) as {
    clusters: [{ cluster: { 'certificate-authority-data'?: string; 'certificate-authority'?: string } }];
  };
  const [{ cluster }] = kubeconfig.clusters;
  const data = cluster['certificate-authority-data'];
  const caCertificate =
    data === undefined
      ? await readFile(cluster['certificate-authority']!, 'utf8')
      : Buffer.from(data, 'base64').toString();
  const token = (await kubernetes.kubectl(['create', 'token', name, '--namespace', namespace])).trim();
  const { hostname, port } = new URL(kubernetes.url);
  return { host: hostname, port: Number(port), caCertificate, token: async () => token };
}

/** A namespace with an account in it that may do everything. */
export async function createAdministrator(
  kubernetes: RunningKubernetes,
  namespace: string,
): Promise<ApiServer> {
  await kubernetes.kubectl(['create', 'namespace', namespace]);
  await kubernetes.kubectl(['create', 'serviceaccount', 'understudy', '--namespace', namespace]);
  const account = `--serviceaccount=${namespace}:understudy`;
  const binding = ['create', 'clusterrolebinding', `${namespace}-understudy`, '--clusterrole=cluster-admin'];
  await kubernetes.kubectl([...binding, account]);
  return apiOfAccount(kubernetes, namespace, 'understudy');
}
