import type { JsonObject, ObjectToAwait } from '@wescale/helm-release';
import { boardNamespaces } from '../namespaces.ts';

const namespace = boardNamespaces.logging;
const apiVersion = 'logging.banzaicloud.io/v1beta1';

/** The Logging that all is told of whose readiness counts. */
const loggingName = 'hunt';

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
    {
      apiVersion,
      kind: 'FluentbitAgent',
      metadata: { name: loggingName },
      // How far it has read outlives its pod: else lines written while that is replaced are lost.
      spec: { positiondb: { hostPath: { path: '' } } },
    },
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
          // The line alone: all else stands in labels, or in the pod.
          remove_keys: ['kubernetes', 'time', 'stream', 'logtag'],
          drop_single_key: true,
          buffer: {
            flush_mode: 'interval',
            flush_interval: '5s',
            // Loki refuses more at once, for ever.
            chunk_limit_size: '4m',
            timekey_use_utc: true,
          },
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

/** What has to run before a line is sure to be read; the operator's own names. */
export const loggingWorkloads: readonly ObjectToAwait[] = [
  { apiVersion, kind: 'Logging', name: loggingName, is: 'ready' },
  { apiVersion: 'apps/v1', kind: 'StatefulSet', namespace, name: `${loggingName}-fluentd`, is: 'ready' },
  { apiVersion: 'apps/v1', kind: 'DaemonSet', namespace, name: `${loggingName}-fluentbit`, is: 'ready' },
];
