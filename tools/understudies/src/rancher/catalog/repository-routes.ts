import { Type } from 'typebox';

import { ApiError } from '../http/api-error.ts';
import { created, ok, route, type Route, type RouteRequest } from '../http/route.ts';
import { strict } from '../http/schema.ts';
import { steveCollection, steveQuery } from '../http/steve-collection.ts';
import type { Rancher } from '../rancher.ts';
import { chartIndex, chartOf, repositoryName } from './charts.ts';
import { operationAnswer, presentApps, startRun } from './helm-runs.ts';

const type = 'catalog.cattle.io.clusterrepo';
const path = '/v1/catalog.cattle.io.clusterrepos';
const row = 'facts/k3s-rancher.md §3, row "Chart"';

function present(origin: string): object {
  const self = `${origin}${path}/${repositoryName}`;
  return {
    id: repositoryName,
    type,
    apiVersion: 'catalog.cattle.io/v1',
    kind: 'ClusterRepo',
    metadata: { name: repositoryName, state: { name: 'active', transitioning: false, error: false } },
    spec: { gitRepo: 'https://git.rancher.io/charts', gitBranch: 'release-v2.15' },
    // Assumption: the repository is downloaded from the start.
    status: { conditions: [{ type: 'Downloaded', status: 'True' }] },
    links: { self, index: `${self}?link=index`, info: `${self}?link=info` },
    actions: { install: `${self}?action=install` },
  };
}

function checkName({ params }: RouteRequest<unknown>): void {
  const { name = '' } = params;
  if (name !== repositoryName)
    throw new ApiError('NotFound', `clusterrepos.catalog.cattle.io "${name}" not found`);
}

export const listAllRepositories: Route = route({
  method: 'GET',
  path,
  fact: row,
  query: steveQuery,
  handle: (_rancher, request) => ok(steveCollection(type, [present(request.origin)], request)),
});

export const getRepository: Route = route({
  method: 'GET',
  path: `${path}/:name`,
  fact: row,
  handle: (_rancher, request) => {
    checkName(request);
    return ok(present(request.origin));
  },
});

export const getChartIndex: Route = route({
  method: 'GET',
  path: `${path}/:name`,
  link: 'index',
  fact: row,
  handle: (_rancher, request) => {
    checkName(request);
    return ok(chartIndex());
  },
});

export const getChartInfo: Route = route({
  method: 'GET',
  path: `${path}/:name`,
  link: 'info',
  fact: row,
  query: ['chartName', 'version'],
  handle: (_rancher, request) => {
    checkName(request);
    const { values, ...chart } = chartOf(request.query['chartName'] ?? '', request.query['version'] ?? '');
    return ok({ chart: { apiVersion: 'v2', ...chart }, values, readme: '' });
  },
});

const values = Type.Record(Type.String(), Type.Unknown());

export const installCharts: Route = route({
  method: 'POST',
  path: `${path}/:name`,
  action: 'install',
  fact: `${row} and "Install body"`,
  body: strict({
    namespace: Type.String({ minLength: 1 }),
    projectId: Type.Optional(Type.String({ pattern: '^[^/]+/p-[a-z0-9]+$' })),
    timeout: Type.String({ pattern: '^[0-9]+s$' }),
    wait: Type.Boolean(),
    noHooks: Type.Boolean(),
    disableOpenAPIValidation: Type.Boolean(),
    charts: Type.Array(
      strict({
        chartName: Type.String({ minLength: 1 }),
        version: Type.String({ minLength: 1 }),
        releaseName: Type.String({ minLength: 1 }),
        annotations: Type.Optional(Type.Record(Type.String(), Type.String())),
        values,
      }),
      { minItems: 1 },
    ),
  }),
  handle: (rancher, request) => {
    checkName(request);
    const { namespace, projectId = '', charts } = request.body;
    for (const { chartName, version } of charts) chartOf(chartName, version);
    const [releaseName = ''] = charts.map((chart) => chart.releaseName).slice(-1);
    const failure = failureOf(rancher, namespace, charts);
    const operation = startRun(rancher, {
      ...{ namespace, action: 'install', releaseName, projectId },
      ...(failure === undefined ? {} : { failure }),
    });
    if (failure === undefined)
      for (const chart of charts) {
        rancher.state.apps = presentApps(rancher).filter(
          (app) => app.namespace !== namespace || app.name !== chart.releaseName,
        );
        const { chartName, version } = chart;
        const made = { chartName, version, values: chart.values, operation: operation.name };
        rancher.state.apps.push({ namespace, name: chart.releaseName, ...made });
      }
    return created(operationAnswer(operation));
  },
});

/** One chart alone is `helm install`; several are `helm upgrade --install` each (rancher/rancher pkg/catalogv2/helmop). */
function failureOf(
  rancher: Rancher,
  namespace: string,
  charts: readonly { releaseName: string }[],
): string | undefined {
  const [only, ...others] = charts;
  if (only === undefined || others.length > 0) return undefined;
  const isTaken = presentApps(rancher).some(
    (app) => app.namespace === namespace && app.name === only.releaseName,
  );
  return isTaken ? 'INSTALLATION FAILED: cannot re-use a name that is still in use' : undefined;
}
