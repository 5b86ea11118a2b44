import { ApiError } from '../http/api-error.ts';
import { ok, route, type Route, type RouteRequest } from '../http/route.ts';
import { steveCollection, steveQuery } from '../http/steve-collection.ts';
import type { Rancher } from '../rancher.ts';
import type { Operation } from '../state/state.ts';
import { isRunning } from './helm-runs.ts';

const type = 'catalog.cattle.io.operation';
const path = '/v1/catalog.cattle.io.operations';
const row = 'facts/k3s-rancher.md §3, row "Operation"';

/** Its status is as rancher/rancher pkg/catalogv2/helmop writes it. */
function present(rancher: Rancher, operation: Operation, origin: string): object {
  const { name, namespace, action, releaseName, projectId, failure, startedAt } = operation;
  const id = `${namespace}/${name}`;
  const self = `${origin}${path}/${id}`;
  const transitioning = isRunning(rancher, operation);
  const error = !transitioning && failure !== undefined;
  return {
    id,
    type,
    apiVersion: 'catalog.cattle.io/v1',
    kind: 'Operation',
    metadata: {
      name,
      namespace,
      creationTimestamp: startedAt,
      state: {
        // Assumption: the state of a run is in-progress, then active, or error with helm's words.
        name: transitioning ? 'in-progress' : error ? 'error' : 'active',
        transitioning,
        error,
        message: transitioning ? 'running operation' : (failure ?? ''),
      },
    },
    status: { action, releaseName, namespace, projectId, podName: name, podNamespace: 'cattle-system' },
    links: { self, logs: `${self}?link=logs` },
  };
}

function existing(rancher: Rancher, { params }: RouteRequest<unknown>): Operation {
  const [namespace = '', name = ''] = [params['namespace'], params['name']];
  const found = rancher.state.operations.find((one) => one.namespace === namespace && one.name === name);
  if (found === undefined) throw new ApiError('NotFound', `operations.catalog.cattle.io "${name}" not found`);
  return found;
}

export const listAllOperations: Route = route({
  method: 'GET',
  path,
  fact: row,
  query: steveQuery,
  handle: (rancher, request) => {
    const all = rancher.state.operations.map((operation) => present(rancher, operation, request.origin));
    return ok(steveCollection(type, all, request));
  },
});

export const getOperation: Route = route({
  method: 'GET',
  path: `${path}/:namespace/:name`,
  fact: row,
  handle: (rancher, request) => ok(present(rancher, existing(rancher, request), request.origin)),
});

export const getOperationLogs: Route = route({
  method: 'GET',
  path: `${path}/:namespace/:name`,
  link: 'logs',
  fact: `${row}; the log of the pod's container helm, as text (pkg/catalogv2/helmop)`,
  handle: (rancher, request) => {
    const operation = existing(rancher, request);
    const { action, releaseName, namespace, failure } = operation;
    const lines = [`helm ${action} ${releaseName} --namespace=${namespace}`];
    if (!isRunning(rancher, operation))
      lines.push(failure === undefined ? 'SUCCESS: helm ended well' : `Error: ${failure}`);
    return { status: 200, body: `${lines.join('\n')}\n` };
  },
});
