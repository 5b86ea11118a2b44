import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import type { ApiServer } from '../kubernetes/api-server.ts';
import { hashPassword } from '../rancher/users/password-hash.ts';
import type { DataSource } from './configuration/read-data-sources.ts';
import type { GrafanaSettings } from './configuration/read-grafana-ini.ts';
import { collectDashboards, type CollectOptions } from './dashboards/collect-dashboards.ts';
import { watchConfigMaps, type ConfigMapSelection } from './dashboards/watch-config-maps.ts';
import type { Grafana } from './grafana.ts';
import { buildListener, type JournalEntry } from './http/build-listener.ts';
import { grafanaRoutes } from './routes.ts';
import { emptyState, recordDashboards } from './state/grafana-state.ts';
import { memoryStore, type GrafanaStore } from './state/grafana-store.ts';

export interface GrafanaOptions {
  /** @default '127.0.0.1' */
  address?: string;
  /** @default a free one */
  port?: number;
  /** @default '13.2.0' */
  version?: string;
  /** Of the first user; only a start without any state reads them, as with the real one. */
  adminUser: string;
  adminPassword: string;
  settings?: GrafanaSettings;
  dataSources: readonly DataSource[];
  /** Where dashboards come from. @default there are none */
  dashboards?: { api: ApiServer; selection: ConfigMapSelection } & Omit<CollectOptions, 'dataSources'>;
  /** @default memory */
  store?: GrafanaStore;
  now?: () => Date;
  onAnswer?: (entry: JournalEntry) => void;
  /** Hears of dashboards that are left out, and why ConfigMaps cannot be read. */
  onProblem?: (problem: string) => void;
}

export interface RunningGrafana extends AsyncDisposable {
  url: string;
}

/** Plays Grafana over plain HTTP, as behind an ingress where TLS ends. */
export async function startGrafana(options: GrafanaOptions): Promise<RunningGrafana> {
  const { store = memoryStore(), onProblem = () => undefined, dataSources, now = () => new Date() } = options;
  const passwordHash = await hashPassword(options.adminPassword);
  const state = store.read() ?? emptyState(options.adminUser, passwordHash);
  const grafana: Grafana = {
    version: options.version ?? '13.2.0',
    settings: options.settings ?? { rootUrl: 'http://localhost:3000/' },
    ...{ dataSources, dashboards: [], state, now },
    save: () => store.write(state),
  };
  grafana.save();

  const ending = new AbortController();
  if (options.dashboards !== undefined) {
    const { api, selection, ...collect } = options.dashboards;
    const uids = dataSources.map(({ uid }) => uid);
    let told: readonly string[] = [];
    // Like the real one it serves before its dashboards are there.
    watchConfigMaps(api, selection, {
      signal: ending.signal,
      onProblem: ({ message }) => onProblem(message),
      onChange: (configMaps) => {
        const { dashboards, problems } = collectDashboards(configMaps, { ...collect, dataSources: uids });
        grafana.dashboards = dashboards;
        recordDashboards(state, dashboards, now().toISOString());
        grafana.save();
        for (const problem of problems) if (!told.includes(problem)) onProblem(problem);
        told = problems;
      },
    });
  }

  const server = createServer(buildListener(grafana, grafanaRoutes, options.onAnswer));
  server.listen(options.port ?? 0, options.address ?? '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://${options.address ?? '127.0.0.1'}:${port}`,
    async [Symbol.asyncDispose]() {
      ending.abort();
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
