import type { Labels } from '../labels.ts';

/** grafana/loki pkg/validation/limits.go, the default of `discover_service_name`, in its order. */
const sources = [
  'service',
  'app',
  'application',
  'app_name',
  'name',
  'app_kubernetes_io_name',
  'container',
  'container_name',
  'k8s_container_name',
  'component',
  'workload',
  'job',
  'k8s_job_name',
];

/** Loki gives every stream the label `service_name`, out of another one that tells it. */
export function withServiceName(labels: Labels): Labels {
  if (Object.keys(labels).length === 0 || labels['service_name'] !== undefined) return labels;
  const source = sources.find((name) => labels[name] !== undefined);
  return {
    ...labels,
    service_name: (source === undefined ? undefined : labels[source]) ?? 'unknown_service',
  };
}
