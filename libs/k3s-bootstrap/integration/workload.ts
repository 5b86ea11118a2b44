/** The port of the host that leads to the Service below. */
export const nodePort = 30080;

/**
 * What a pod answers: `/` itself, `/service` by the name and address of its Service, `/api` what the Kubernetes API
 * tells it by its own account, `/outside` by a server beyond the machine. `/service` and `/api` need pod DNS.
 */
const programFor = (outsideUrl: string): string => `
const { readFileSync } = require('node:fs');
const http = require('node:http');
const https = require('node:https');
const account = '/var/run/secrets/kubernetes.io/serviceaccount';
const ask = (client, url, options, take) =>
  new Promise((resolve, reject) =>
    client.get(url, { timeout: 4000, ...options }, (answer) => {
      let text = '';
      answer.on('data', (part) => (text += part)).on('end', () => resolve(take(text)));
    }).on('error', reject));
const api = () =>
  ask(https, 'https://kubernetes.default.svc.cluster.local/api/v1/namespaces/default/configmaps?labelSelector=test', {
    ca: readFileSync(account + '/ca.crt'),
    headers: { authorization: 'Bearer ' + readFileSync(account + '/token', 'utf8') },
  }, (text) => {
    const list = JSON.parse(text);
    return list.kind + ' of ' + (list.items ?? []).length + ': ' + (list.items ?? []).map((item) => item.metadata.name);
  });
const routes = { '/': async () => 'served', '/service': () => ask(http, 'http://served.default/', {}, String), '/api': api, '/outside': () => ask(http, '${outsideUrl}', {}, () => 'reached') };
http.createServer((request, response) =>
  routes[request.url]().then((text) => response.end(text), (error) => response.writeHead(500).end(String(error)))
).listen(8080);
process.on('SIGTERM', () => process.exit(0));
`;

/** A Deployment with a Service on a NodePort, and what its pod is to find at the API. */
export function manifestsFor(outsideUrl: string): string {
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'List',
    items: [
      { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'kept', labels: { test: 'yes' } } },
      {
        apiVersion: 'rbac.authorization.k8s.io/v1',
        kind: 'ClusterRoleBinding',
        metadata: { name: 'served' },
        roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'view' },
        subjects: [{ kind: 'ServiceAccount', name: 'default', namespace: 'default' }],
      },
      {
        apiVersion: 'v1',
        kind: 'Service',
        metadata: { name: 'served' },
        spec: {
          type: 'NodePort',
          selector: { app: 'served' },
          ports: [{ port: 80, targetPort: 8080, nodePort }],
        },
      },
      {
        apiVersion: 'apps/v1',
        kind: 'Deployment',
        metadata: { name: 'served' },
        spec: {
          selector: { matchLabels: { app: 'served' } },
          template: {
            metadata: { labels: { app: 'served' } },
            spec: {
              terminationGracePeriodSeconds: 1,
              containers: [{ name: 'served', image: 'test/node:1', args: ['-e', programFor(outsideUrl)] }],
            },
          },
        },
      },
    ],
  });
}
