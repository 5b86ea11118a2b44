import type { DataSource } from '../configuration/read-data-sources.ts';
import type { Grafana } from '../grafana.ts';
import { GrafanaError } from '../http/grafana-error.ts';
import type { Route } from '../http/route.ts';

const documentation = "Grafana's documentation, HTTP API, Data source";
const typeNames = { loki: 'Loki', prometheus: 'Prometheus' } as const;

/** @throws GrafanaError 404 */
export function dataSourceOf(grafana: Grafana, uid: string): DataSource {
  const found = grafana.dataSources.find((one) => one.uid === uid);
  if (found === undefined) throw new GrafanaError(404, 'Data source not found');
  return found;
}

const present = ({ id, uid, name, type, access, url, isDefault, editable }: DataSource): object => ({
  ...{ id, uid, orgId: 1, name, type, typeName: typeNames[type] },
  ...{ typeLogoUrl: `public/app/plugins/datasource/${type}/img/${type}_logo.svg` },
  ...{ access, url, user: '', database: '', basicAuth: false },
  ...{ isDefault: isDefault ?? false, jsonData: {}, readOnly: !(editable ?? false) },
});

export const listDataSources: Route = {
  method: 'GET',
  path: '/api/datasources',
  fact: `${documentation}: all`,
  handle: ({ grafana }) => ({
    status: 200,
    body: grafana.dataSources.toSorted((a, b) => (a.name < b.name ? -1 : 1)).map(present),
  }),
};

export const readDataSource: Route = {
  method: 'GET',
  path: '/api/datasources/uid/:uid',
  fact: `${documentation}: by UID`,
  handle: ({ grafana, parameters }) => ({
    status: 200,
    body: present(dataSourceOf(grafana, parameters['uid'] ?? '')),
  }),
};
