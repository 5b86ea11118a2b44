import { randomBytes } from 'node:crypto';

/** A kubeconfig of the usual form whose authority and token are made up. */
export function paperKubeconfig(cluster: { name: string; url: string }): string {
  const name = JSON.stringify(cluster.name);
  const user = JSON.stringify(`${cluster.name}-admin`);
  const context = JSON.stringify(`admin@${cluster.name}`);
  return [
    'apiVersion: v1',
    'kind: Config',
    `current-context: ${context}`,
    'clusters:',
    `- name: ${name}`,
    '  cluster:',
    `    certificate-authority-data: ${Buffer.from('no certificate').toString('base64')}`,
    `    server: ${cluster.url}`,
    'contexts:',
    `- name: ${context}`,
    '  context:',
    `    cluster: ${name}`,
    `    user: ${user}`,
    'users:',
    `- name: ${user}`,
    '  user:',
    `    token: ${randomBytes(32).toString('hex')}`,
    '',
  ].join('\n');
}
