import { ApiError } from '../http/api-error.ts';
import { created, ok, route, type Route, type RouteRequest } from '../http/route.ts';
import { steveCollection, steveQuery } from '../http/steve-collection.ts';
import type { Rancher } from '../rancher.ts';
import type { App } from '../state/state.ts';
import { isRunning, operationAnswer, presentApps, startRun } from './helm-runs.ts';

const type = 'catalog.cattle.io.app';
const path = '/v1/catalog.cattle.io.apps';
const row = 'facts/k3s-rancher.md §3, row "Operation": apps';

function present(rancher: Rancher, app: App, origin: string): object {
  const { namespace, name, chartName, version, values, operation } = app;
  const id = `${namespace}/${name}`;
  const self = `${origin}${path}/${id}`;
  const run = rancher.state.operations.find((one) => one.name === operation);
  const isPending = run !== undefined && isRunning(rancher, run);
  // Assumption: an app is pending-install or uninstalling while helm runs, as helm itself calls it.
  const pending = run?.action === 'uninstall' ? 'uninstalling' : 'pending-install';
  return {
    id,
    type,
    apiVersion: 'catalog.cattle.io/v1',
    kind: 'App',
    metadata: { name, namespace },
    spec: { name, namespace, chart: { metadata: { name: chartName, version } }, values, version: 1 },
    status: { summary: { state: isPending ? pending : 'deployed', transitioning: isPending, error: false } },
    links: { self },
    actions: { uninstall: `${self}?action=uninstall` },
  };
}

function existing(rancher: Rancher, { params }: RouteRequest<unknown>): App {
  const [namespace = '', name = ''] = [params['namespace'], params['name']];
  const found = presentApps(rancher).find((one) => one.namespace === namespace && one.name === name);
  if (found === undefined) throw new ApiError('NotFound', `apps.catalog.cattle.io "${name}" not found`);
  return found;
}

export const listAllApps: Route = route({
  method: 'GET',
  path,
  fact: row,
  query: steveQuery,
  handle: (rancher, request) => {
    const all = presentApps(rancher).map((app) => present(rancher, app, request.origin));
    return ok(steveCollection(type, all, request));
  },
});

export const getApp: Route = route({
  method: 'GET',
  path: `${path}/:namespace/:name`,
  fact: row,
  handle: (rancher, request) => ok(present(rancher, existing(rancher, request), request.origin)),
});

export const uninstallApp: Route = route({
  method: 'POST',
  path: `${path}/:namespace/:name`,
  action: 'uninstall',
  fact: `${row}, uninstall with an empty object`,
  handle: (rancher, request) => {
    const app = existing(rancher, request);
    const operation = startRun(rancher, {
      namespace: app.namespace,
      action: 'uninstall',
      releaseName: app.name,
      projectId: '',
    });
    app.operation = operation.name;
    // Assumption: uninstall answers 201 with its operation, as install does.
    return created(operationAnswer(operation));
  },
});
