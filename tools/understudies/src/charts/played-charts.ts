/** A chart of the game board that an understudy stands behind, under the real chart's name and version. */
export interface PlayedChart {
  /** Of the chart, and of its folder below `charts/`. */
  name: string;
  /** Of the chart, as its repository lists it. */
  version: string;
  /** Of the program; the tag of its image. */
  appVersion: string;
  /** What the chart says of the clusters it installs into. */
  kubeVersion: string;
  /** Where the real chart is published; for an OCI registry without the chart's own name. */
  repository: string;
}

/** facts/hosts-helm-charts.md B, the table of charts. */
export const playedCharts: readonly PlayedChart[] = [
  {
    name: 'traefik',
    version: '41.3.0',
    appVersion: 'v3.7.11',
    kubeVersion: '>=1.25.0-0',
    repository: 'oci://ghcr.io/traefik/helm',
  },
  {
    name: 'ingress-nginx',
    version: '4.15.1',
    appVersion: '1.15.1',
    kubeVersion: '>=1.21.0-0',
    repository: 'https://kubernetes.github.io/ingress-nginx',
  },
  {
    name: 'cert-manager',
    version: 'v1.21.1',
    appVersion: 'v1.21.1',
    kubeVersion: '>= 1.22.0-0',
    repository: 'oci://quay.io/jetstack/charts',
  },
  {
    name: 'logging-operator',
    version: '6.7.0',
    appVersion: '6.7.0',
    kubeVersion: '>=1.22.0-0',
    repository: 'oci://ghcr.io/kube-logging/helm-charts',
  },
  {
    name: 'loki',
    version: '18.11.0',
    appVersion: '3.7.6',
    kubeVersion: '>=1.25.0-0',
    repository: 'oci://ghcr.io/grafana-community/helm-charts',
  },
  {
    name: 'grafana',
    version: '12.11.1',
    appVersion: '13.2.0',
    kubeVersion: '>=1.25.0-0',
    repository: 'oci://ghcr.io/grafana-community/helm-charts',
  },
  {
    name: 'prometheus',
    version: '29.35.0',
    appVersion: 'v3.15.0',
    kubeVersion: '>=1.19.0-0',
    repository: 'https://prometheus-community.github.io/helm-charts',
  },
];
