import { DashboardBuilder, RowBuilder, type Dashboard } from '@grafana/grafana-foundation-sdk/dashboard';

import { numberPanel, seriesPanel, tablePanel } from './metric-panels.ts';
import { metricLabelVariable } from './variables.ts';

/**
 * Nodes, pods and volumes of a board. Only from what Prometheus has there: kubelet's own metrics, its cAdvisor's, and
 * the API server's; kube-state-metrics and node-exporter are not installed.
 */
export function platformDashboard(): Dashboard {
  const ofNamespace = 'container!="",namespace=~"$namespace"';
  return new DashboardBuilder('Platform')
    .uid('hunt-platform')
    .description('Nodes, pods and volumes of this board')
    .tags(['hunt'])
    .readonly()
    .timezone('browser')
    .time({ from: 'now-1h', to: 'now' })
    .refresh('30s')
    .withVariable(metricLabelVariable('namespace', 'container_memory_working_set_bytes{namespace!=""}'))
    .withPanel(
      numberPanel({
        title: 'Nodes that answer',
        description: 'Kubelets that Prometheus reaches through the API server.',
        query: 'sum(up{job="kubernetes-nodes"})',
      }),
    )
    .withPanel(
      numberPanel({
        title: 'Pods',
        description: 'Pods that kubelets run.',
        query: 'sum(kubelet_running_pods)',
      }),
    )
    .withPanel(
      numberPanel({
        title: 'Containers',
        description: 'Containers that kubelets run.',
        query: 'sum(kubelet_running_containers{container_state="running"})',
      }),
    )
    .withPanel(
      numberPanel({
        title: 'API server',
        description: '1 while Prometheus reaches it.',
        query: 'min(up{job="kubernetes-apiservers"})',
      }),
    )
    .withRow(new RowBuilder('Nodes'))
    .withPanel(
      seriesPanel({
        title: 'CPU of nodes',
        description: 'Of all cores a node has; cAdvisor of its root control group.',
        query:
          'sum by (instance) (rate(container_cpu_usage_seconds_total{id="/"}[$__rate_interval])) / sum by (instance) (machine_cpu_cores)',
        legend: '{{instance}}',
        unit: 'percentunit',
      }),
    )
    .withPanel(
      seriesPanel({
        title: 'Memory of nodes',
        description: 'Working set of all memory a node has; cAdvisor of its root control group.',
        query:
          'sum by (instance) (container_memory_working_set_bytes{id="/"}) / sum by (instance) (machine_memory_bytes)',
        legend: '{{instance}}',
        unit: 'percentunit',
      }),
    )
    .withRow(new RowBuilder('Pods'))
    .withPanel(
      seriesPanel({
        title: 'CPU of pods',
        description: 'The ten that take most, in cores.',
        query: `topk(10, sum by (namespace, pod) (rate(container_cpu_usage_seconds_total{${ofNamespace}}[$__rate_interval])))`,
        legend: '{{namespace}}/{{pod}}',
        isStacked: true,
      }),
    )
    .withPanel(
      seriesPanel({
        title: 'Memory of pods',
        description: 'Working set of the ten that take most.',
        query: `topk(10, sum by (namespace, pod) (container_memory_working_set_bytes{${ofNamespace}}))`,
        legend: '{{namespace}}/{{pod}}',
        unit: 'bytes',
        isStacked: true,
      }),
    )
    .withPanel(
      seriesPanel({
        title: 'Network of namespaces',
        description: 'What pods received.',
        query:
          'sum by (namespace) (rate(container_network_receive_bytes_total{namespace=~"$namespace"}[$__rate_interval]))',
        legend: '{{namespace}}',
        unit: 'Bps',
        isStacked: true,
      }),
    )
    .withPanel(
      tablePanel({
        title: 'Restarts',
        description: 'Containers that were started again in the time that is looked at.',
        // Each start of a container is a series of its own, with another id.
        query: `count by (namespace, pod, container) (last_over_time(container_start_time_seconds{${ofNamespace}}[$__range])) - 1 > 0`,
      }),
    )
    .withRow(new RowBuilder('Volumes and API server'))
    .withPanel(
      seriesPanel({
        title: 'Volumes',
        description: 'Used part of the volumes that are mounted.',
        query:
          'max by (namespace, persistentvolumeclaim) (kubelet_volume_stats_used_bytes{namespace=~"$namespace"} / kubelet_volume_stats_capacity_bytes{namespace=~"$namespace"})',
        legend: '{{namespace}}/{{persistentvolumeclaim}}',
        unit: 'percentunit',
      }),
    )
    .withPanel(
      seriesPanel({
        title: 'Requests to the API server',
        description: 'Answers a second, by their status.',
        query: 'sum by (code) (rate(apiserver_request_total[$__rate_interval]))',
        legend: '{{code}}',
        unit: 'reqps',
        isStacked: true,
      }),
    )
    .build();
}
