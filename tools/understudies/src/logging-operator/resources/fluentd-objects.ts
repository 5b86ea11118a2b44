import { ownedBy, type ObjectMetadata } from '../../kubernetes/kubernetes-object.ts';
import { apiVersion, type FluentdSpec, type Logging } from '../custom-resources.ts';
import { fluentdFiles } from '../render/render-fluentd.ts';
import { place, secretOf, type PlacedObject } from './placed-object.ts';

const image = (version: string): string => `ghcr.io/kube-logging/logging-operator/fluentd:${version}-full`;

/** pkg/sdk/logging/api/v1beta1/fluentd_types.go, `SetDefaults`. */
const podSecurity = {
  ...{ runAsUser: 100, runAsGroup: 101, fsGroup: 101, runAsNonRoot: true },
  seccompProfile: { type: 'RuntimeDefault' },
};

/** pkg/sdk/logging/api/v1beta1/logging_types.go, `GetFluentdLabels`. */
export const fluentdLabels = (logging: Logging, component: string): Record<string, string> => ({
  'app.kubernetes.io/name': 'fluentd',
  'app.kubernetes.io/component': component,
  'app.kubernetes.io/managed-by': logging.metadata.name,
});

/** The real one's `FluentdObjectMeta`. */
function metadataOf(logging: Logging, name: string, component = 'fluentd'): ObjectMetadata {
  return {
    name: `${logging.metadata.name}-${name}`,
    namespace: logging.spec.controlNamespace,
    labels: fluentdLabels(logging, component),
    ownerReferences: [ownedBy({ ...logging, apiVersion, kind: 'Logging' })],
  };
}

export function fluentdAccount(logging: Logging): PlacedObject {
  return place({ apiVersion: 'v1', kind: 'ServiceAccount', metadata: metadataOf(logging, 'fluentd') });
}

/** What reads the configuration once and ends, and what it reads (pkg/resources/fluentd/appconfigmap.go). */
export function checkObjects(
  logging: Logging,
  configuration: string,
  hash: string,
  version: string,
): { secrets: PlacedObject[]; pod: PlacedObject } {
  const metadata = (name: string): ObjectMetadata => {
    const base = metadataOf(logging, name, 'fluentd-configcheck');
    return { ...base, labels: { ...base.labels, 'logging.banzaicloud.io/config-hash': hash } };
  };
  const [base, application] = [`fluentd-configcheck-${hash}`, `fluentd-configcheck-app-${hash}`];
  const spec = {
    restartPolicy: 'Never',
    serviceAccountName: `${logging.metadata.name}-fluentd`,
    securityContext: podSecurity,
    containers: [
      {
        ...{ name: 'fluentd', image: image(version), imagePullPolicy: 'IfNotPresent' },
        args: ['fluentd', '-c', '/fluentd/etc/fluent.conf', '--dry-run'],
        volumeMounts,
      },
    ],
    volumes: volumesOf(metadata(base).name, metadata(application).name),
  };
  return {
    secrets: [
      secretOf(metadata(base), fluentdFiles),
      secretOf(metadata(application), { 'generated.conf': configuration }),
    ],
    pod: place({ apiVersion: 'v1', kind: 'Pod', metadata: metadata(base), ...{ spec } }),
  };
}

const volumeMounts = [
  { name: 'config', mountPath: '/fluentd/etc/' },
  { name: 'app-config', mountPath: '/fluentd/app-config/' },
];

const volumesOf = (configuration: string, application: string): object[] => [
  { name: 'config', secret: { secretName: configuration } },
  { name: 'app-config', secret: { secretName: application } },
];

/** Configuration, StatefulSet and Services (pkg/resources/fluentd/statefulset.go and service.go), without the sidecar for reloading. */
export function fluentdObjects(logging: Logging, configuration: string, version: string): PlacedObject[] {
  const { fluentd = {} } = logging.spec;
  const service = (name: string, isHeadless: boolean): PlacedObject =>
    place({
      ...{ apiVersion: 'v1', kind: 'Service', metadata: metadataOf(logging, name) },
      ...{
        spec: {
          ...(isHeadless ? { clusterIP: 'None' } : { type: 'ClusterIP' }),
          ports: [{ name: 'tcp-fluentd', protocol: 'TCP', port: 24_240, targetPort: 24_240 }],
          selector: fluentdLabels(logging, 'fluentd'),
        },
      },
    });
  return [
    secretOf(metadataOf(logging, 'fluentd'), fluentdFiles),
    secretOf(metadataOf(logging, 'fluentd-app'), { 'fluentd.conf': configuration }),
    service('fluentd', false),
    service('fluentd-headless', true),
    statefulSet(logging, fluentd, version),
  ];
}

function statefulSet(logging: Logging, fluentd: FluentdSpec, version: string): PlacedObject {
  const labels = fluentdLabels(logging, 'fluentd');
  const { name } = logging.metadata;
  const buffer = `${name}-fluentd-buffer`;
  const isClaimed = fluentd.disablePvc !== true;
  const spec = {
    replicas: fluentd.scaling?.replicas ?? 1,
    podManagementPolicy: 'OrderedReady',
    serviceName: `${name}-fluentd-headless`,
    selector: { matchLabels: labels },
    template: {
      // fluent-bit leaves out what fluentd writes: no line makes another one.
      metadata: { labels, annotations: { 'fluentbit.io/exclude': 'true' } },
      spec: {
        serviceAccountName: `${name}-fluentd`,
        securityContext: podSecurity,
        containers: [
          {
            ...{ name: 'fluentd', image: image(version), imagePullPolicy: 'IfNotPresent' },
            ports: [{ name: 'fluent-input', containerPort: 24_240, protocol: 'TCP' }],
            env: [{ name: 'BUFFER_PATH', value: '/buffers' }],
            volumeMounts: [...volumeMounts, { name: buffer, mountPath: '/buffers' }],
            ...(fluentd.resources === undefined ? {} : { resources: fluentd.resources }),
          },
        ],
        volumes: [
          ...volumesOf(`${name}-fluentd`, `${name}-fluentd-app`),
          ...(isClaimed ? [] : [{ name: buffer, emptyDir: {} }]),
        ],
      },
    },
    ...(isClaimed ? { volumeClaimTemplates: [claimOf(logging, fluentd)] } : {}),
  };
  return place({
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata: metadataOf(logging, 'fluentd'),
    ...{ spec },
  });
}

/** The claim belongs to the Logging and is removed with it. */
function claimOf(logging: Logging, { bufferStorageVolume }: FluentdSpec): object {
  const given = bufferStorageVolume?.pvc?.spec ?? {};
  const { name, labels, ownerReferences } = metadataOf(logging, 'fluentd-buffer');
  return {
    ...{ apiVersion: 'v1', kind: 'PersistentVolumeClaim' },
    metadata: { name, labels, ownerReferences },
    spec: {
      ...given,
      accessModes: given.accessModes ?? ['ReadWriteOnce'],
      resources: { requests: { storage: given.resources?.requests?.storage ?? '20Gi' } },
      volumeMode: 'Filesystem',
    },
  };
}
