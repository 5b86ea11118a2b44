/** A chart of an installation. */
export interface ChartToInstall {
  chartName: string;
  version: string;
  releaseName: string;
  values?: Readonly<Record<string, unknown>>;
  annotations?: Readonly<Record<string, string>>;
}

/** Charts that are installed together, in order: the custom resources of a chart before the chart. */
export interface Installation {
  namespace: string;
  /** `<cluster>/<p-xxxxx>`: the project the namespace goes to. */
  projectId?: string;
  charts: readonly ChartToInstall[];
  /** How long helm may wait. @default 600 */
  timeoutSeconds?: number;
  /** Whether helm waits until everything is ready. @default true */
  wait?: boolean;
  /** @default false */
  noHooks?: boolean;
  /** @default false */
  disableOpenApiValidation?: boolean;
}

/** The body as Rancher's UI sends it: the last chart is the one that was chosen, and says where it came from. */
export function installationBody(repository: string, installation: Installation): object {
  const { namespace, projectId, charts, timeoutSeconds = 600 } = installation;
  const { wait = true, noHooks = false, disableOpenApiValidation = false } = installation;
  const origin = {
    'catalog.cattle.io/ui-source-repo-type': 'cluster',
    'catalog.cattle.io/ui-source-repo': repository,
  };
  return {
    namespace,
    ...(projectId === undefined ? {} : { projectId }),
    timeout: `${timeoutSeconds}s`,
    wait,
    noHooks,
    disableOpenAPIValidation: disableOpenApiValidation,
    charts: charts.map(({ chartName, version, releaseName, values = {}, annotations }, index) => {
      const all = { ...(index === charts.length - 1 ? origin : {}), ...annotations };
      return {
        chartName,
        version,
        releaseName,
        ...(Object.keys(all).length === 0 ? {} : { annotations: all }),
        values,
      };
    }),
  };
}
