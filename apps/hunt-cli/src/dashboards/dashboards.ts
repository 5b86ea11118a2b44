import type { Dashboard } from '@grafana/grafana-foundation-sdk/dashboard';
import type { JsonObject } from '@wescale/helm-release';

import { dashboardFolder, dashboardLabel } from './dashboard-label.ts';
import { logsDashboard } from './logs-dashboard.ts';
import { platformDashboard } from './platform-dashboard.ts';

/** All dashboards, by the names of their files. */
export function dashboards(): Readonly<Record<string, Dashboard>> {
  return { platform: platformDashboard(), logs: logsDashboard() };
}

/** By which Grafana lists them. */
export const dashboardTitles: readonly string[] = Object.values(dashboards()).map(({ title = '' }) => title);

/** One ConfigMap a dashboard, for the namespace of Grafana; the same text every time. */
export function dashboardConfigMaps(): JsonObject[] {
  return Object.entries(dashboards()).map(([name, dashboard]) => ({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: {
      name: `dashboard-${name}`,
      labels: { [dashboardLabel.name]: dashboardLabel.value },
      annotations: { [dashboardFolder.annotation]: dashboardFolder.title },
    },
    data: { [`${name}.json`]: `${JSON.stringify(withPanelIds(dashboard), null, 2)}\n` },
  }));
}

/** Grafana itself would count them anew at every load. */
function withPanelIds({ panels = [], ...dashboard }: Dashboard): Dashboard {
  return { ...dashboard, panels: panels.map((panel, index) => ({ ...panel, id: index + 1 })) };
}
