/** A chart that boards are made of, in the version this hunt was tried with. */
export interface BoardChart {
  repository: string;
  version: string;
  /** Minor versions of Kubernetes that its authors stand for, both inclusive; open where they name none. */
  kubernetes: { from?: string; to?: string };
  /**
   * Of the archive. None could be fetched here, so these are what others have published who did, see `source`; where
   * nobody has, each environment keeps what it fetched first.
   */
  sha256?: string;
  /** Where all of this is written. */
  source: string;
}

export const chartNames = [
  'traefik',
  'ingress-nginx',
  'cert-manager',
  'loki',
  'logging-operator',
  'prometheus',
  'grafana',
] as const;

export type ChartName = (typeof chartNames)[number];

/** The one place where versions of charts are pinned (facts/hosts-helm-charts.md B). */
export const boardCharts: Readonly<Record<ChartName, BoardChart>> = {
  traefik: {
    repository: 'oci://ghcr.io/traefik/helm',
    version: '41.3.0',
    kubernetes: { from: '1.25' },
    source: 'traefik/traefik-helm-chart v41.3.0, Chart.yaml',
  },
  'ingress-nginx': {
    repository: 'https://kubernetes.github.io/ingress-nginx',
    version: '4.15.1',
    kubernetes: { to: '1.35' },
    sha256: '3eff0bd18151d6e6b1c441463410571443dda1ac78292cb189346628de784f0c',
    source:
      'kubernetes/ingress-nginx helm-chart-4.15.1, README: its last release, tested up to Kubernetes 1.35; digest: several public repositories that check it, alike',
  },
  'cert-manager': {
    repository: 'oci://quay.io/jetstack/charts',
    version: 'v1.21.1',
    kubernetes: { from: '1.33', to: '1.36' },
    sha256: 'c27101f3f3e2349fb4a9e704316105bf7b52ad73b8c8257d3498ef7f2f6a4adc',
    source:
      'cert-manager.io, supported releases: 1.21; digest: several public repositories that check it, of this registry and of charts.jetstack.io, alike',
  },
  loki: {
    repository: 'oci://ghcr.io/grafana-community/helm-charts',
    version: '18.11.0',
    kubernetes: { from: '1.25' },
    source: 'grafana-community/helm-charts loki-18.11.0, Chart.yaml',
  },
  'logging-operator': {
    repository: 'oci://ghcr.io/kube-logging/helm-charts',
    version: '6.7.0',
    kubernetes: { from: '1.22' },
    source: 'kube-logging/logging-operator 6.7.0, Chart.yaml',
  },
  prometheus: {
    repository: 'https://prometheus-community.github.io/helm-charts',
    version: '29.35.0',
    kubernetes: { from: '1.19' },
    sha256: '58bd043404026c30298d2f319711fd32c91e255f1c9d29be557a3d465ad91239',
    source:
      'prometheus-community/helm-charts prometheus, Chart.yaml; digest: one public repository that checks it',
  },
  grafana: {
    repository: 'oci://ghcr.io/grafana-community/helm-charts',
    version: '12.11.1',
    kubernetes: { from: '1.25' },
    source: 'grafana-community/helm-charts grafana-12.11.1, Chart.yaml',
  },
};
