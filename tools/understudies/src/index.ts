export type { Fault, FaultKind } from './rancher/faults/fault.ts';
export type { JournalEntry } from './rancher/faults/journal.ts';
export type { RancherControl } from './rancher/faults/rancher-control.ts';
export { startRancher, type RancherOptions, type RunningRancher } from './rancher/start-rancher.ts';
export { memoryStore, type StateStore } from './rancher/state/state-store.ts';
export { rancherChartFolders } from './charts/rancher-chart-folders.ts';
export { isWithin, pathsOf } from './charts/assumed-among.ts';
export { chartValues } from './charts/chart-values.ts';
export { boardChartFolders } from './charts/board-chart-folders.ts';
export { playedCharts, type PlayedChart } from './charts/played-charts.ts';
export { boardImages } from './images/board-images.ts';
export { rancherImages } from './images/rancher-images.ts';
export {
  startRancherAgent,
  type RancherAgentOptions,
  type RunningRancherAgent,
} from './rancher-agent/start-rancher-agent.ts';
export { AgentError } from './rancher-agent/agent-error.ts';
export { debianPrometheus } from './prometheus/debian-prometheus.ts';
export {
  startPrometheus,
  type PrometheusOptions,
  type RunningPrometheus,
} from './prometheus/start-prometheus.ts';
export { readDataSources, type DataSource } from './grafana/configuration/read-data-sources.ts';
export { folderStore, type GrafanaStore } from './grafana/state/grafana-store.ts';
export { startGrafana, type GrafanaOptions, type RunningGrafana } from './grafana/start-grafana.ts';
export type { ApiServer } from './kubernetes/api-server.ts';
export { askApiServer } from './kubernetes/api-server.ts';
export type { KubernetesObject } from './kubernetes/kubernetes-object.ts';
export { reconcileLoop } from './kubernetes/reconcile-loop.ts';
export { watchKinds } from './kubernetes/watch-kinds.ts';
export { createObject, deleteObject, mergeObject } from './kubernetes/write-objects.ts';
export { startLoki, type LokiOptions, type RunningLoki } from './loki/start-loki.ts';
