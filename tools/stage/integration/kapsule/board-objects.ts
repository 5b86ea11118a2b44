/** Objects that a test puts into a cluster; the image is the stage's busybox. */
const image = 'docker.io/library/busybox:1.37.0';

const containers = (script: string, more: object = {}): object[] => [
  { name: 'main', image, command: ['sh', '-c', script], ...more },
];

const webServer = (): object[] =>
  containers('echo hello >/tmp/index.html; exec httpd -f -p 8080 -h /tmp', {
    readinessProbe: { httpGet: { path: '/', port: 8080 }, periodSeconds: 1 },
  });

/** A web server and the Service of type LoadBalancer before it. */
export function webBehindLoadBalancer(annotations: Record<string, string> = {}): object[] {
  const labels = { app: 'web' };
  return [
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'web', namespace: 'default' },
      spec: {
        selector: { matchLabels: labels },
        template: {
          metadata: { labels },
          spec: {
            terminationGracePeriodSeconds: 0,
            containers: webServer(),
          },
        },
      },
    },
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'web', namespace: 'default', annotations },
      spec: { type: 'LoadBalancer', selector: labels, ports: [{ port: 80, targetPort: 8080 }] },
    },
  ];
}

/** A program without root's rights that notes each of its starts in a file of its volume. */
export function diary(): object[] {
  const labels = { app: 'diary' };
  return [
    {
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      metadata: { name: 'diary', namespace: 'default' },
      spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '5Gi' } } },
    },
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'diary', namespace: 'default' },
      spec: {
        strategy: { type: 'Recreate' },
        selector: { matchLabels: labels },
        template: {
          metadata: { labels },
          spec: {
            terminationGracePeriodSeconds: 0,
            securityContext: { runAsUser: 1000, runAsGroup: 1000, fsGroup: 1000, runAsNonRoot: true },
            containers: containers('echo start >>/data/diary; cat /data/diary; exec sleep 100000', {
              volumeMounts: [{ name: 'data', mountPath: '/data' }],
            }),
            volumes: [{ name: 'data', persistentVolumeClaim: { claimName: 'diary' } }],
          },
        },
      },
    },
  ];
}

/** The web server once on each node. */
export function webOnEachNode(): object {
  const labels = { app: 'web' };
  return {
    apiVersion: 'apps/v1',
    kind: 'DaemonSet',
    metadata: { name: 'web', namespace: 'default' },
    spec: {
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: { terminationGracePeriodSeconds: 0, containers: webServer() },
      },
    },
  };
}

const policyOfWeb = (from: object[]): object => ({
  apiVersion: 'networking.k8s.io/v1',
  kind: 'NetworkPolicy',
  metadata: { name: 'web', namespace: 'default' },
  spec: { podSelector: { matchLabels: { app: 'web' } }, policyTypes: ['Ingress'], ingress: [{ from }] },
});

/** The web server may be reached by pods of one app alone, and by who is outside of the cluster. */
export const openTo = (app: string): object =>
  policyOfWeb([
    { podSelector: { matchLabels: { app } } },
    { ipBlock: { cidr: '0.0.0.0/0', except: ['100.64.0.0/15'] } },
  ]);

/** By everybody, and by this block besides. */
export const openToBlock = (cidr: string): object =>
  policyOfWeb([{ ipBlock: { cidr: '0.0.0.0/0' } }, { ipBlock: { cidr } }]);
