import type { DataSource } from './configuration/read-data-sources.ts';
import type { GrafanaSettings } from './configuration/read-grafana-ini.ts';
import type { ProvisionedDashboard } from './dashboards/dashboard.ts';
import type { GrafanaState } from './state/grafana-state.ts';

/** One running Grafana, as its routes see it. */
export interface Grafana {
  version: string;
  settings: GrafanaSettings;
  dataSources: readonly DataSource[];
  /** As of now; changes with the ConfigMaps. */
  dashboards: readonly ProvisionedDashboard[];
  state: GrafanaState;
  /** Writes the state to where it is kept. */
  save(): void;
  now(): Date;
}
