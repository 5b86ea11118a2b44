import { readFile } from 'node:fs/promises';

import type { RunningKubernetes } from '@wescale/real-servers';
import { parse } from 'yaml';

import type { ApiServer } from '../src/kubernetes/api-server.ts';
import type { RenderedObject } from './render-chart.ts';
import { untilSo } from './until.ts';

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
  return permittedAccount(kubernetes, namespace, 'understudy', ['*', '*']);
}

/** An account of a chart with the rights that the chart gives it, and nothing else of the chart. */
export async function createAccountOfChart(
  kubernetes: RunningKubernetes,
  objects: readonly RenderedObject[],
  { namespace, name, right }: { namespace: string; name: string; right: Right },
): Promise<ApiServer> {
  const items = objects.filter(({ kind }) => /^(ServiceAccount|ClusterRole)/.test(kind));
  const stdin = JSON.stringify({ apiVersion: 'v1', kind: 'List', items });
  await kubernetes.kubectl(['apply', '--filename', '-'], { stdin });
  return permittedAccount(kubernetes, namespace, name, right);
}

/** What an account may do, as `kubectl auth can-i` asks for it. */
type Right = readonly [verb: string, resource: string];

/** The API learns of rights as of any other object, a little later: an account is used once it has them. */
async function permittedAccount(
  kubernetes: RunningKubernetes,
  namespace: string,
  name: string,
  right: Right,
): Promise<ApiServer> {
  const account = ['--as', `system:serviceaccount:${namespace}:${name}`, '--namespace', namespace];
  // It fails when the answer is no.
  const isPermitted = (): Promise<boolean> =>
    kubernetes.kubectl(['auth', 'can-i', ...right, ...account]).then(
      () => true,
      () => false,
    );
  await untilSo(`${namespace}/${name} to be allowed to ${right.join(' ')}`, isPermitted);
  return apiOfAccount(kubernetes, namespace, name);
}
