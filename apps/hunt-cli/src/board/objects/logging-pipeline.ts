import type { JsonObject } from '@wescale/helm-release';
import { boardNamespaces } from '../namespaces.ts';

const namespace = boardNamespaces.logging;
const apiVersion = 'logging.banzaicloud.io/v1beta1';

/** The Logging that all is told of whose readiness counts. */
export const loggingName = 'hunt';

/**
 * All pods' logs, by Fluent Bit on each node and one Fluentd, into Loki. Labels are few on purpose: each value of one is
 * a stream of its own in Loki (facts/hosts-helm-charts.md B, logging-operator).
 */
export function loggingPipeline(): JsonObject[] {
  return [
    {
      apiVersion,
      kind: 'Logging',
      metadata: { name: loggingName },
      spec: {
        controlNamespace: namespace,
        enableRecreateWorkloadOnImmutableFieldChange: true,
        fluentd: {
          scaling: { replicas: 1 },
          bufferStorageVolume: {
            pvc: { spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '5Gi' } } } },
          },
        },
      },
    },
    { apiVersion, kind: 'FluentbitAgent', metadata: { name: loggingName }, spec: {} },
    {
      apiVersion,
      kind: 'ClusterOutput',
      metadata: { name: 'loki', namespace },
      spec: {
        loki: {
          url: `http://loki.${namespace}.svc:3100`,
          labels: {
            namespace: '$.kubernetes.namespace_name',
            pod: '$.kubernetes.pod_name',
            container: '$.kubernetes.container_name',
          },
          buffer: { timekey: '10s', timekey_wait: '1s', timekey_use_utc: true },
        },
      },
    },
    {
      apiVersion,
      kind: 'ClusterFlow',
      metadata: { name: 'all', namespace },
      spec: { match: [{ select: {} }], globalOutputRefs: ['loki'] },
    },
  ];
}
