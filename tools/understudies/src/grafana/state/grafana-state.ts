import { createHash, randomBytes } from 'node:crypto';

import type { ProvisionedDashboard } from '../dashboards/dashboard.ts';

/** What Grafana keeps in its database. */
export interface GrafanaState {
  admin: { login: string; passwordHash: string };
  sessions: { tokenHash: string; expiresAt: number }[];
  /** By uid; also of dashboards that are gone, so that they come back with the same number. */
  dashboards: Record<string, DashboardRecord>;
  /** By title. */
  folders: Record<string, { id: number; uid: string }>;
  nextId: number;
}

export interface DashboardRecord {
  id: number;
  /** Counted up when its content changes. */
  version: number;
  digest: string;
  /** ISO 8601. */
  created: string;
  updated: string;
}

export function emptyState(login: string, passwordHash: string): GrafanaState {
  return { admin: { login, passwordHash }, sessions: [], dashboards: {}, folders: {}, nextId: 1 };
}

/** Gives new dashboards and folders their numbers, and changed dashboards their next version. */
export function recordDashboards(
  state: GrafanaState,
  dashboards: readonly ProvisionedDashboard[],
  now: string,
): void {
  for (const { model, folder } of dashboards) {
    if (folder !== '') state.folders[folder] ??= { id: state.nextId++, uid: randomBytes(7).toString('hex') };
    const digest = createHash('sha256').update(JSON.stringify(model)).digest('hex');
    const record = state.dashboards[model.uid];
    if (record === undefined)
      state.dashboards[model.uid] = { id: state.nextId++, version: 1, digest, created: now, updated: now };
    else if (record.digest !== digest)
      Object.assign(record, { version: record.version + 1, digest, updated: now });
  }
}
