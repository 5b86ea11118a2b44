import type { DesiredRelease, ObjectToAwait } from '@wescale/helm-release';
import { dashboardFolder, dashboardLabel } from '../../dashboards/dashboard-label.ts';
import { grafanaHostName } from '../board-names.ts';
import { boardNamespaces } from '../namespaces.ts';
import { grafanaSecret } from '../objects/grafana-objects.ts';
import { boardIssuer } from '../objects/cluster-issuer.ts';
import { boardRelease, type BoardReleaseOptions } from './board-release.ts';
import { ingressController } from './ingress-release.ts';

const { logging, monitoring } = boardNamespaces;

/** Prometheus alone, with what it scrapes by default. */
export function prometheusRelease(options: BoardReleaseOptions): DesiredRelease {
  return boardRelease('prometheus', options, {
    namespace: monitoring,
    values: {
      server: {
        global: { scrape_interval: '15s' },
        retention: '15d',
        persistentVolume: { enabled: true, size: '10Gi' },
      },
      alertmanager: { enabled: false },
      'prometheus-pushgateway': { enabled: false },
      'kube-state-metrics': { enabled: false },
      'prometheus-node-exporter': { enabled: false },
    },
  });
}

const certificateName = 'grafana-tls';

/** What cert-manager makes for Grafana's Ingress: it is called like the Secret. Until it is ready nobody can look in. */
export const grafanaCertificate: ObjectToAwait = {
  apiVersion: 'cert-manager.io/v1',
  kind: 'Certificate',
  namespace: monitoring,
  name: certificateName,
  is: 'ready',
};

/** Grafana, with its data sources, and dashboards from ConfigMaps that carry a label. */
export function grafanaRelease(options: BoardReleaseOptions): DesiredRelease {
  const host = grafanaHostName(options.hunt);
  return boardRelease('grafana', options, {
    namespace: monitoring,
    values: {
      admin: { existingSecret: grafanaSecret, userKey: 'admin-user', passwordKey: 'admin-password' },
      persistence: { enabled: true, size: '1Gi' },
      // Two pods cannot have its one volume.
      deploymentStrategy: { type: 'Recreate' },
      'grafana.ini': { server: { root_url: `https://${host}` } },
      datasources: {
        'datasources.yaml': {
          apiVersion: 1,
          datasources: [
            {
              name: 'Prometheus',
              uid: 'prometheus',
              type: 'prometheus',
              access: 'proxy',
              url: `http://prometheus-server.${monitoring}.svc`,
              isDefault: true,
              editable: false,
            },
            {
              name: 'Loki',
              uid: 'loki',
              type: 'loki',
              access: 'proxy',
              url: `http://loki.${logging}.svc:3100`,
              isDefault: false,
              editable: false,
            },
          ],
        },
      },
      sidecar: {
        dashboards: {
          enabled: true,
          label: dashboardLabel.name,
          labelValue: dashboardLabel.value,
          folderAnnotation: dashboardFolder.annotation,
          provider: { foldersFromFilesStructure: true },
        },
      },
      testFramework: { enabled: false },
      ingress: {
        enabled: true,
        ingressClassName: ingressController(options).className,
        annotations: { 'cert-manager.io/cluster-issuer': boardIssuer },
        hosts: [host],
        tls: [{ secretName: certificateName, hosts: [host] }],
      },
    },
  });
}
