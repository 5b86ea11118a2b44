/** What Grafana finds dashboards by: `sidecar.dashboards` of its release. */
export const dashboardLabel = { name: 'grafana_dashboard', value: '1' } as const;
export const dashboardFolder = { annotation: 'grafana_folder', title: 'Hunt' } as const;
