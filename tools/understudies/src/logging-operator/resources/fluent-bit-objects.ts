import { createHash } from 'node:crypto';

import { ownedBy, type ObjectMetadata } from '../../kubernetes/kubernetes-object.ts';
import { apiVersion, type FluentbitAgent, type Logging } from '../custom-resources.ts';
import { renderFluentBit } from '../render/render-fluent-bit.ts';
import { place, secretOf, type PlacedObject } from './placed-object.ts';

/** Notes of the release 6.7.0, "New or updated images". */
const image = 'ghcr.io/fluent/fluent-bit:5.0.5';

/** Account, rights, configuration and DaemonSet (pkg/resources/fluentbit/daemonset.go and rbac.go). */
export function fluentBitObjects(agent: FluentbitAgent, logging: Logging): PlacedObject[] {
  const name = `${agent.metadata.name}-fluentbit`;
  const namespace = logging.spec.controlNamespace;
  const labels = {
    'app.kubernetes.io/name': 'fluentbit',
    'app.kubernetes.io/instance': agent.metadata.name,
    'app.kubernetes.io/managed-by': logging.metadata.name,
  };
  const ownerReferences = [ownedBy({ ...agent, apiVersion, kind: 'FluentbitAgent' })];
  const clusterWide: ObjectMetadata = { name, labels, ownerReferences };
  const metadata: ObjectMetadata = { ...clusterWide, namespace };
  const configuration = renderFluentBit(agent, logging);
  const rules = [{ apiGroups: [''], resources: ['pods', 'namespaces'], verbs: ['get', 'list', 'watch'] }];
  const rbac = 'rbac.authorization.k8s.io';
  return [
    place({ apiVersion: 'v1', kind: 'ServiceAccount', metadata }),
    place({ apiVersion: `${rbac}/v1`, kind: 'ClusterRole', metadata: clusterWide, ...{ rules } }),
    place({
      ...{ apiVersion: `${rbac}/v1`, kind: 'ClusterRoleBinding', metadata: clusterWide },
      ...{ roleRef: { apiGroup: rbac, kind: 'ClusterRole', name } },
      ...{ subjects: [{ kind: 'ServiceAccount', name, namespace }] },
    }),
    secretOf(metadata, { 'fluent-bit.conf': configuration }),
    daemonSet(agent, metadata, configuration),
  ];
}

function daemonSet(
  { metadata: { name }, spec = {} }: FluentbitAgent,
  metadata: ObjectMetadata,
  configuration: string,
): PlacedObject {
  const template = {
    metadata: {
      labels: metadata.labels,
      // A changed configuration is a new pod.
      annotations: { 'checksum/fluent-bit.conf': createHash('sha256').update(configuration).digest('hex') },
    },
    spec: {
      serviceAccountName: metadata.name,
      tolerations: spec.tolerations ?? [],
      containers: [
        {
          ...{ name: 'fluent-bit', image, imagePullPolicy: 'IfNotPresent' },
          args: ['-c', '/fluent-bit/etc-operator/fluent-bit.conf'],
          volumeMounts: [
            { name: 'varlogs', mountPath: '/var/log/', readOnly: true },
            { name: 'config', mountPath: '/fluent-bit/etc-operator' },
            { name: 'positiondb', mountPath: '/tail-db' },
          ],
          ...(spec.resources === undefined ? {} : { resources: spec.resources }),
        },
      ],
      volumes: [
        { name: 'varlogs', hostPath: { path: '/var/log' } },
        { name: 'config', secret: { secretName: metadata.name } },
        { name: 'positiondb', ...positionVolume(name, spec.positiondb) },
      ],
    },
  };
  const selector = { matchLabels: metadata.labels };
  return place({ apiVersion: 'apps/v1', kind: 'DaemonSet', metadata, ...{ spec: { selector, template } } });
}

/** Without a place on the host the positions go with the pod (operator-tools pkg/volume, `WithDefaultHostPath`). */
function positionVolume(name: string, volume: NonNullable<FluentbitAgent['spec']>['positiondb']): object {
  if (volume?.hostPath === undefined) return { emptyDir: {} };
  const { path = '', type = '' } = volume.hostPath;
  return {
    hostPath: {
      path: path === '' ? `/opt/logging-operator/${name}/positiondb` : path,
      type: type === '' ? 'DirectoryOrCreate' : type,
    },
  };
}
