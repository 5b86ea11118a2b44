import { expect, test } from 'vitest';

import { findTargets } from './find-targets.ts';
import type { ClusterObjects } from './kubernetes-kinds.ts';

const cluster: ClusterObjects = {
  nodes: new Map([
    [
      'pool-1',
      {
        metadata: { name: 'pool-1', labels: { 'kubernetes.io/os': 'linux' } },
        status: { addresses: [{ type: 'InternalIP', address: '172.16.0.2' }] },
      },
    ],
    ['new', { metadata: { name: 'new' } }],
  ]),
  pods: new Map([
    [
      'game/web-1',
      {
        metadata: { name: 'web-1', namespace: 'game', annotations: { 'prometheus.io/scrape': 'true' } },
        spec: { nodeName: 'pool-1', containers: [{ name: 'web', ports: [{ containerPort: 8080 }] }] },
        status: { podIP: '100.64.0.9', phase: 'Running', conditions: [{ type: 'Ready', status: 'True' }] },
      },
    ],
    ['game/waiting', { metadata: { name: 'waiting', namespace: 'game' }, status: { phase: 'Pending' } }],
  ]),
  services: new Map([['game/web', { metadata: { name: 'web', namespace: 'game', labels: { app: 'web' } } }]]),
  endpoints: new Map([
    [
      'game/web',
      {
        metadata: { name: 'web', namespace: 'game' },
        subsets: [
          {
            addresses: [{ ip: '100.64.0.9', targetRef: { kind: 'Pod', name: 'web-1', namespace: 'game' } }],
            ports: [{ name: 'http', port: 8080 }],
          },
        ],
      },
    ],
  ]),
};

test('a node is its kubelet, named by the node; one without an address is none', () => {
  expect(findTargets('node', cluster)).toEqual([
    {
      targets: ['172.16.0.2:10250'],
      labels: {
        instance: 'pool-1',
        __meta_kubernetes_node_name: 'pool-1',
        __meta_kubernetes_node_label_kubernetes_io_os: 'linux',
      },
    },
  ]);
});

test('a pod is one target a port, with what relabelling asks for; one without an address is none', () => {
  const [pod, ...others] = findTargets('pod', cluster);
  expect(others).toEqual([]);
  expect(pod?.targets).toEqual(['100.64.0.9:8080']);
  expect(pod?.labels).toMatchObject({
    __meta_kubernetes_pod_annotation_prometheus_io_scrape: 'true',
    __meta_kubernetes_pod_phase: 'Running',
    __meta_kubernetes_pod_ready: 'true',
    __meta_kubernetes_pod_container_port_number: '8080',
  });
});

test('an endpoint knows its service and its pod', () => {
  expect(findTargets('endpoints', cluster)[0]?.labels).toMatchObject({
    __meta_kubernetes_service_name: 'web',
    __meta_kubernetes_service_label_app: 'web',
    __meta_kubernetes_endpoint_port_name: 'http',
    __meta_kubernetes_pod_name: 'web-1',
    __meta_kubernetes_pod_node_name: 'pool-1',
  });
});
