/** What the chart gives Loki, without limits of ours: facts/hosts-helm-charts.md B. */
export const lokiConfiguration = `
auth_enabled: false
server: { http_listen_port: 3100 }
common:
  path_prefix: /var/loki
  replication_factor: 1
  storage: { filesystem: { chunks_directory: /var/loki/chunks, rules_directory: /var/loki/rules } }
schema_config:
  configs:
    - { from: "2026-11-01", store: tsdb, object_store: filesystem, schema: v13, index: { prefix: index_, period: 24h } }
`;
