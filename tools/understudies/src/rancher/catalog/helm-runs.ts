import type { Rancher } from '../rancher.ts';
import { randomText } from '../state/random-text.ts';
import type { App, Operation } from '../state/state.ts';

/** How long helm takes here. */
const runMs = 400;

export function startRun(
  rancher: Rancher,
  run: Pick<Operation, 'namespace' | 'action' | 'releaseName' | 'projectId' | 'failure'>,
): Operation {
  const operation: Operation = {
    ...run,
    name: `helm-operation-${randomText(5)}`,
    startedAt: rancher.now().toISOString(),
  };
  rancher.state.operations.push(operation);
  return operation;
}

export const isRunning = (rancher: Rancher, { startedAt }: Operation): boolean =>
  rancher.now().getTime() - Date.parse(startedAt) < runMs;

/** Releases as they are now: one that is being uninstalled goes when its run ends. */
export function presentApps(rancher: Rancher): App[] {
  const gone = rancher.state.operations
    .filter((operation) => operation.action === 'uninstall' && !isRunning(rancher, operation))
    .map(({ name }) => name);
  rancher.state.apps = rancher.state.apps.filter(({ operation }) => !gone.includes(operation));
  return rancher.state.apps;
}

export const operationAnswer = ({ name, namespace }: Operation): object => ({
  operationName: name,
  operationNamespace: namespace,
});
