import type { Grafana } from '../grafana.ts';
import { GrafanaError } from '../http/grafana-error.ts';
import type { Route } from '../http/route.ts';
import { slugOf, type ProvisionedDashboard } from './dashboard.ts';

const pathOf = ({ model: { uid, title } }: ProvisionedDashboard): string => `/d/${uid}/${slugOf(title)}`;

/** @throws GrafanaError 404 */
export function dashboardOf(grafana: Grafana, uid: string): ProvisionedDashboard {
  const found = grafana.dashboards.find(({ model }) => model.uid === uid);
  if (found === undefined) throw new GrafanaError(404, 'Dashboard not found');
  return found;
}

function folderFields(grafana: Grafana, title: string): Record<string, unknown> {
  const folder = grafana.state.folders[title];
  if (folder === undefined) return {};
  const { id, uid } = folder;
  return {
    ...{ folderId: id, folderUid: uid, folderTitle: title },
    folderUrl: `/dashboards/f/${uid}/${slugOf(title)}`,
  };
}

export const readDashboard: Route = {
  method: 'GET',
  path: '/api/dashboards/uid/:uid',
  fact: "Grafana's documentation, HTTP API, Dashboard: by UID",
  handle: ({ grafana, parameters }) => {
    const dashboard = dashboardOf(grafana, parameters['uid'] ?? '');
    const { model, folder, file } = dashboard;
    const record = grafana.state.dashboards[model.uid];
    const { id, version, created, updated } = record ?? {};
    const meta = {
      ...{ type: 'db', canSave: true, canEdit: true, canAdmin: true, canStar: true, canDelete: true },
      ...{ slug: slugOf(model.title), url: pathOf(dashboard), version, created, updated, isFolder: false },
      ...{ provisioned: true, provisionedExternalId: file, ...folderFields(grafana, folder) },
    };
    return { status: 200, body: { meta, dashboard: { ...model, id, version } } };
  },
};

export const listFolders: Route = {
  method: 'GET',
  path: '/api/folders',
  fact: "Grafana's documentation, HTTP API, Folder: all",
  handle: ({ grafana }) => ({ status: 200, body: foldersOf(grafana) }),
};

/** Only folders that have a dashboard. */
function foldersOf({ dashboards, state }: Grafana): { id: number; uid: string; title: string }[] {
  return Object.entries(state.folders)
    .filter(([title]) => dashboards.some(({ folder }) => folder === title))
    .map(([title, { id, uid }]) => ({ id, uid, title }))
    .toSorted((a, b) => (a.title < b.title ? -1 : 1));
}

export const search: Route = {
  method: 'GET',
  path: '/api/search',
  fact: "Grafana's documentation, HTTP API, Folder/Dashboard search",
  query: ['query', 'tag', 'type', 'folderUIDs', 'dashboardUIDs', 'limit', 'page'],
  handle: ({ grafana, query }) => {
    const folders = foldersOf(grafana).map(({ id, uid, title }) => ({
      ...{
        id,
        uid,
        orgId: 1,
        title,
        uri: `db/${slugOf(title)}`,
        url: `/dashboards/f/${uid}/${slugOf(title)}`,
      },
      ...{ type: 'dash-folder', tags: [] as readonly string[], isStarred: false },
    }));
    const dashboards = grafana.dashboards.map((one) => ({
      ...{
        id: grafana.state.dashboards[one.model.uid]?.id,
        uid: one.model.uid,
        orgId: 1,
        title: one.model.title,
      },
      ...{ uri: `db/${slugOf(one.model.title)}`, url: pathOf(one), type: 'dash-db' },
      ...{ tags: one.model.tags ?? [], isStarred: false, ...folderFields(grafana, one.folder) },
    }));
    const isWanted = (key: string, value: unknown): boolean =>
      !query.has(key) || query.getAll(key).includes(String(value));
    const words = (query.get('query') ?? '').toLowerCase();
    const found = [...folders, ...dashboards].filter(
      (one) =>
        isWanted('type', one.type) &&
        isWanted('dashboardUIDs', one.uid) &&
        (!query.has('folderUIDs') || ('folderUid' in one && isWanted('folderUIDs', one.folderUid))) &&
        query.getAll('tag').every((tag) => one.tags.includes(tag)) &&
        one.title.toLowerCase().includes(words),
    );
    // conf/defaults.ini: at most 5000 a page; 1000 unless the query says otherwise.
    const limit = numberOf(query.get('limit'), 1000);
    const from = (numberOf(query.get('page'), 1) - 1) * limit;
    return { status: 200, body: found.slice(from, from + limit) };
  },
};

function numberOf(text: string | null, otherwise: number): number {
  if (text === null) return otherwise;
  // Assumption: a limit or a page that is no number from 1 to 5000 is refused with 400.
  if (!/^[1-9][0-9]*$/.test(text) || Number(text) > 5000) throw new GrafanaError(400, `${text} is no limit`);
  return Number(text);
}
