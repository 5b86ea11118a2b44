import type { DataSourceRef } from '@grafana/grafana-foundation-sdk/common';

/** Data sources that the dashboards ask, by the uids that Grafana's release provisions them under. */
export const prometheusSource: DataSourceRef = { type: 'prometheus', uid: 'prometheus' };
export const lokiSource: DataSourceRef = { type: 'loki', uid: 'loki' };
