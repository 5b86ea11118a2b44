import type { DesiredRelease } from '@wescale/helm-release';
import type { Hunt } from '../configuration/hunt-schema.ts';
import type { Internet } from '../environment/internet.ts';
import { rancherHostName, rancherNodePort } from './rancher-names.ts';

const namespace = 'cattle-system';

/** Rancher's repository for productive use (facts/hosts-helm-charts.md B). */
const stableCharts = 'https://releases.rancher.com/server-charts/stable';

/**
 * Rancher by its chart. nginx on the host speaks TLS for it, so the chart makes neither ingress nor certificates; the
 * one way in is a NodePort of our own, since the chart's Service has no field for its number.
 *
 * Agents trust what the system of their image trusts. Where the environment has a CA of its own, no system does: then
 * they are given it (facts/k3s-rancher.md 4, the trap of `tls=external` with strict agents).
 */
export function rancherRelease(hunt: Hunt, internet: Internet, bootstrapPassword: string): DesiredRelease {
  const privateCa = internet.certificateAuthority?.issuerCertificates;
  return {
    name: 'rancher',
    namespace,
    createNamespace: true,
    chart: {
      repository: internet.chartRepositories?.[stableCharts] ?? stableCharts,
      name: 'rancher',
      version: hunt.rancher.version,
    },
    values: {
      hostname: rancherHostName(hunt),
      replicas: 1,
      tls: 'external',
      ingress: { enabled: false },
      ...(privateCa === undefined
        ? { agentTLSMode: 'system-store' }
        : { agentTLSMode: 'strict', privateCA: true }),
      // Two minutes are too few where the image is pulled over a slow link and the processors are two.
      startupProbe: { failureThreshold: 30 },
      extraObjects: [nodePort, ...(privateCa === undefined ? [] : [trustedByAgents(privateCa)])],
    },
    secretValues: { bootstrapPassword },
    timeoutSeconds: 900,
    // What others changed about these objects is drift, and taken back like any other.
    forceConflicts: true,
  };
}

const nodePort = {
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 'rancher-node-port', namespace },
  spec: {
    type: 'NodePort',
    selector: { app: 'rancher' },
    ports: [{ name: 'http', port: 80, targetPort: 80, nodePort: rancherNodePort }],
  },
};

function trustedByAgents(certificates: string) {
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: 'tls-ca', namespace },
    stringData: { 'cacerts.pem': certificates },
  };
}

/** Upper bound of Kubernetes by minor version of Rancher, as its charts say (facts/k3s-rancher.md 3, Support). */
const kubernetesBelow: Record<string, string> = {
  '2.11': '1.33',
  '2.12': '1.34',
  '2.13': '1.35',
  '2.14': '1.36',
  '2.15': '1.37',
};

/** The versions of Kubernetes that a Rancher runs on; undefined for one we do not know, whose chart has the last word. */
export function kubernetesOfRancher(version: string): string | undefined {
  const [minor = ''] = /^\d+\.\d+/.exec(version) ?? [];
  const bound = kubernetesBelow[minor];
  return bound === undefined ? undefined : `< ${bound}.0-0`;
}
