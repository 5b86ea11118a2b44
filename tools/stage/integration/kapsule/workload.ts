const pod = (name: string, namespace: string, node: string, script: string): string => `---
apiVersion: v1
kind: Pod
metadata: { name: ${name}, namespace: ${namespace}, labels: { app: ${name} } }
spec:
  nodeSelector: { kubernetes.io/hostname: ${node} }
  terminationGracePeriodSeconds: 1
  containers:
    - name: ${name}
      image: test/node:1
      args:
        - -e
        - ${script}
`;

/** Asks the web server again and again, and prints what became of each attempt. */
const ask = `>-
          const attempt = () => require('http').get({ host: 'web.default', timeout: 500, agent: false }, (answer) => {
            answer.setEncoding('utf8').on('data', (text) => console.log('answered', text));
          }).on('timeout', function () { this.destroy(new Error('timeout')); })
            .on('error', (error) => console.log('failed', error.code ?? error.message))
            .on('close', () => setTimeout(attempt, 100));
          attempt();`;

/**
 * A web server with a pod on each node that tells its callers their address, behind a NodePort; and on each node a pod
 * that asks it.
 */
export const webAndClients: string = `apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  replicas: 2
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec:
      terminationGracePeriodSeconds: 1
      topologySpreadConstraints:
        - maxSkew: 1
          topologyKey: kubernetes.io/hostname
          whenUnsatisfiable: DoNotSchedule
          nodeTaintsPolicy: Honor
          labelSelector: { matchLabels: { app: web } }
      containers:
        - name: web
          image: test/node:1
          args: [-e, "http.createServer((q, r) => r.end(q.socket.remoteAddress)).listen(8080, '0.0.0.0')"]
          ports: [{ name: http, containerPort: 8080 }]
          readinessProbe: { httpGet: { path: /, port: http }, periodSeconds: 1, failureThreshold: 1 }
---
apiVersion: v1
kind: Service
metadata: { name: web }
spec:
  type: NodePort
  selector: { app: web }
  ports: [{ port: 80, targetPort: http, nodePort: 30080 }]
---
apiVersion: v1
kind: Namespace
metadata: { name: other }
${pod('client', 'default', 'node-2', ask)}${pod('stranger', 'other', 'node-1', ask)}`;

/** A client that is there only once a policy for it is. */
export const lateClient: string = pod('late', 'other', 'node-1', ask);

const policy = (name: string, namespace: string, spec: string): string => `---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: ${name}, namespace: ${namespace} }
spec: ${spec}
`;

/** Nobody reaches the web server. */
export const denyAll: string = policy(
  'deny',
  'default',
  '{ podSelector: { matchLabels: { app: web } }, policyTypes: [Ingress] }',
);

/** The client does, by the name of the port; the stranger does not. */
export const allowClient: string = policy(
  'allow',
  'default',
  '{ podSelector: { matchLabels: { app: web } }, ingress: [{ from: [{ podSelector: { matchLabels: { app: client } } }], ports: [{ port: http }] }] }',
);

/** What runs in the other namespace may ask for names and nothing else, and the web server would let it in. */
export const denyStrangers: string = [
  policy(
    'names-only',
    'other',
    '{ podSelector: {}, policyTypes: [Egress], egress: [{ to: [{ namespaceSelector: {} }], ports: [{ port: dns, protocol: UDP }] }] }',
  ),
  policy(
    'open',
    'default',
    '{ podSelector: { matchLabels: { app: web } }, ingress: [{ from: [{ namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: other } } }] }] }',
  ),
].join('');
