import { join } from 'node:path';

import { keyOf, type KubernetesObject } from '../../kubernetes/kubernetes-object.ts';
import { panelsOf, type DashboardModel, type ProvisionedDashboard } from './dashboard.ts';

export interface ConfigMap extends KubernetesObject {
  data?: Readonly<Record<string, string>>;
}

export interface CollectOptions {
  /** Annotation of a ConfigMap that names the folder of its dashboards. */
  folderAnnotation?: string | undefined;
  /** Whether folders of files become folders of Grafana; without it an annotation has no effect. */
  foldersFromFiles: boolean;
  /** Uids of the data sources there are. */
  dataSources: readonly string[];
}

/** Dashboards, and what is wrong with those that are not among them. */
export interface Collection {
  dashboards: ProvisionedDashboard[];
  problems: string[];
}

/**
 * Dashboards of ConfigMaps (facts/hosts-helm-charts.md B, `sidecar.dashboards`). The real one logs a problem and goes
 * on without the dashboard; here the same, and stricter about what it would show broken.
 */
export function collectDashboards(configMaps: readonly ConfigMap[], options: CollectOptions): Collection {
  const collection: Collection = { dashboards: [], problems: [] };
  for (const configMap of configMaps.toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1))) {
    const { folderAnnotation, foldersFromFiles } = options;
    const annotated =
      folderAnnotation === undefined ? undefined : configMap.metadata.annotations?.[folderAnnotation];
    const folder = foldersFromFiles ? (annotated ?? '') : '';
    for (const [file, text] of Object.entries(configMap.data ?? {})) {
      // The file provider reads no others.
      if (!file.endsWith('.json')) continue;
      const others = collection.dashboards.map(({ model }) => model);
      const found = readModel(text, options, others);
      if (typeof found === 'string') collection.problems.push(`${keyOf(configMap)}, ${file}: ${found}`);
      else collection.dashboards.push({ model: found, folder, file: join(folder, file) });
    }
  }
  return collection;
}

/** The dashboard, or why it is none. */
function readModel(
  text: string,
  { dataSources }: CollectOptions,
  others: readonly DashboardModel[],
): DashboardModel | string {
  let model: DashboardModel;
  try {
    model = JSON.parse(text) as DashboardModel;
  } catch {
    return 'it is no JSON';
  }
  const { uid, title } = model as Partial<DashboardModel>;
  if (title === undefined || title === '') return 'it has no title';
  // Assumption: a dashboard without a uid is refused; the real one makes up a uid.
  if (uid === undefined || !/^[a-zA-Z0-9_-]{1,40}$/.test(uid)) return 'its uid is missing or not allowed';
  if (others.some((one) => one.uid === uid)) return `another dashboard has the uid ${uid}`;
  // Assumption: a dashboard that refers to a data source there is not is refused; the real one shows empty panels.
  const references = panelsOf(model).flatMap(({ datasource, targets = [] }) => [
    datasource,
    ...targets.map((target) => target.datasource),
  ]);
  const unknown = references.find((one) => one?.uid !== undefined && !dataSources.includes(one.uid));
  if (unknown !== undefined) return `there is no data source with the uid ${unknown.uid ?? ''}`;
  return model;
}
