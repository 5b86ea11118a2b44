/** A dashboard's own JSON, in the fields that are read here (Grafana's documentation, "Dashboard JSON model"). */
export interface DashboardModel {
  uid: string;
  title: string;
  tags?: readonly string[];
  panels?: readonly Panel[];
  templating?: { list?: readonly Variable[] };
}

export interface Panel {
  title?: string;
  description?: string;
  type: string;
  datasource?: DataSourceReference;
  targets?: readonly PanelTarget[];
  /** Of a row that is folded. */
  panels?: readonly Panel[];
}

export interface PanelTarget {
  refId?: string;
  expr?: string;
  datasource?: DataSourceReference;
}

export interface DataSourceReference {
  type?: string;
  uid?: string;
}

export interface Variable {
  name: string;
  type: string;
  query?: unknown;
  datasource?: DataSourceReference;
  allValue?: string | null;
  current?: { value?: string | readonly string[] };
}

/** A dashboard that a file provisioned. */
export interface ProvisionedDashboard {
  model: DashboardModel;
  /** Of its folder; empty at the top. */
  folder: string;
  /** The file's path below the folder of dashboards. */
  file: string;
}

/** All panels, also those of rows that are folded. */
export function panelsOf({ panels = [] }: DashboardModel): Panel[] {
  return panels.flatMap((panel) => [panel, ...(panel.panels ?? [])]);
}

/** As a path shows a title. */
export function slugOf(title: string): string {
  return title
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '');
}
