import type { DesiredRelease } from '@wescale/helm-release';
import { boardNamespaces } from '../namespaces.ts';
import { boardRelease, type BoardReleaseOptions } from './board-release.ts';

/**
 * Loki in one process with a volume of its own. Three `replicas: 0` and the caches that are turned off are what the
 * chart wants said (facts/hosts-helm-charts.md B).
 */
export function lokiRelease(options: BoardReleaseOptions): DesiredRelease {
  return boardRelease('loki', options, {
    namespace: boardNamespaces.logging,
    values: {
      deploymentMode: 'Monolithic',
      loki: {
        auth_enabled: false,
        commonConfig: { replication_factor: 1 },
        storage: { type: 'filesystem' },
        schemaConfig: {
          configs: [
            {
              // Frozen: what is stored was written by it.
              from: '2026-11-01',
              store: 'tsdb',
              object_store: 'filesystem',
              schema: 'v13',
              index: { prefix: 'index_', period: '24h' },
            },
          ],
        },
        limits_config: { retention_period: '336h' },
        compactor: { retention_enabled: true, delete_request_store: 'filesystem' },
      },
      singleBinary: { replicas: 1, persistence: { enabled: true, size: '10Gi' } },
      write: { replicas: 0 },
      read: { replicas: 0 },
      backend: { replicas: 0 },
      chunksCache: { enabled: false },
      resultsCache: { enabled: false },
      lokiCanary: { enabled: false },
      test: { enabled: false },
      gateway: { enabled: false },
      sidecar: { rules: { enabled: false } },
    },
  });
}

/** The operator alone; its pipeline is objects of ours, since its authors advise against the chart's. */
export function loggingOperatorRelease(options: BoardReleaseOptions): DesiredRelease {
  // Helm never upgrades the definitions in a chart's folder.
  return boardRelease('logging-operator', options, {
    namespace: boardNamespaces.logging,
    crds: 'apply',
    values: {},
  });
}
