import { request } from 'node:https';
import { text } from 'node:stream/consumers';
import type { RunningKubernetes } from '@wescale/real-servers';

/** One request to the API, without a kubectl for each. */
export type KubernetesCall = (
  method: 'GET' | 'DELETE' | 'POST' | 'PATCH',
  path: string,
  body?: object,
) => Promise<{ status: number; body: string }>;

interface Kubeconfig {
  clusters: [{ cluster: { 'certificate-authority-data': string } }];
  users: [{ user: { 'client-certificate-data'?: string; 'client-key-data'?: string; token?: string } }];
}

export async function connectKubernetes(
  kubernetes: RunningKubernetes,
): Promise<{ call: KubernetesCall; caCertificate: string }> {
  const view = await kubernetes.kubectl(['config', 'view', '--raw', '--output', 'json']);
  const { clusters, users } = JSON.parse(view) as Kubeconfig;
  const pem = (data: string | undefined): string | undefined =>
    data && Buffer.from(data, 'base64').toString();
  const caCertificate = pem(clusters[0].cluster['certificate-authority-data']) ?? '';
  const { user } = users[0];
  const trust = {
    ca: caCertificate,
    cert: pem(user['client-certificate-data']),
    key: pem(user['client-key-data']),
  };
  const call: KubernetesCall = (method, path, body) =>
    new Promise((resolve, reject) => {
      const type = method === 'PATCH' ? 'application/merge-patch+json' : 'application/json';
      const headers = {
        'content-type': type,
        ...(user.token === undefined ? {} : { authorization: `Bearer ${user.token}` }),
      };
      const sent = request(new URL(path, kubernetes.url), { method, headers, ...trust }, (reply) => {
        text(reply).then((said) => resolve({ status: reply.statusCode ?? 0, body: said }), reject);
      });
      sent.once('error', reject);
      sent.end(body === undefined ? undefined : JSON.stringify(body));
    });
  return { call, caCertificate };
}
