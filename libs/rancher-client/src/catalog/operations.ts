import type { CallOptions, WaitOptions } from '../client/client-options.ts';
import { AnswerNotUnderstoodError, RequestRefusedError } from '../client/errors.ts';
import { listAll } from '../client/list.ts';
import { redact } from '../client/redact.ts';
import type { RancherClient } from '../client/rancher-client.ts';
import { awaiting, there, waitUntil, type Look } from '../client/wait-until.ts';
import { fieldOf, textOf } from '../client/wire.ts';
import { catalogPath, type InCluster } from './catalog-path.ts';
import { OperationFailedError } from './errors.ts';

/** What an action of the catalog answers: where helm's run can be followed. */
export interface OperationName {
  operationNamespace: string;
  operationName: string;
}

/** A run of helm, as Steve writes it. */
export interface Operation {
  id: string;
  metadata: {
    name: string;
    namespace: string;
    state?: { name?: string; transitioning?: boolean; error?: boolean; message?: string };
    [field: string]: unknown;
  };
  /** `action`, `releaseName`, `namespace` … */
  status?: Record<string, unknown>;
  [field: string]: unknown;
}

const operationPath = (clusterId: string | undefined, ...parts: string[]): string[] =>
  catalogPath(clusterId, 'catalog.cattle.io.operations', ...parts);

/** Runs of helm that Rancher still knows of. */
export function listOperations(
  rancher: RancherClient,
  { clusterId, signal }: InCluster & CallOptions = {},
): Promise<Operation[]> {
  const path = operationPath(clusterId);
  return listAll<Operation>(rancher, { task: "list helm's runs", path }, { signal });
}

/** @throws AnswerNotUnderstoodError for an answer that names no operation */
export function operationOf(task: string, answer: unknown): OperationName {
  const operationName = textOf(answer, 'operationName');
  const operationNamespace = textOf(answer, 'operationNamespace');
  if (operationName === undefined || operationNamespace === undefined)
    throw new AnswerNotUnderstoodError(task, 'the answer names no operation');
  return { operationNamespace, operationName };
}

/**
 * Waits until a run of helm has ended well.
 *
 * @param options `timeoutMs` is 900_000 by default
 * @throws OperationFailedError with helm's own words, WaitExceededError
 */
export async function waitForOperation(
  rancher: RancherClient,
  operation: OperationName,
  options: InCluster & WaitOptions = {},
): Promise<Operation> {
  const { operationNamespace, operationName } = operation;
  const { clusterId, signal } = options;
  const task = `read the operation ${operationNamespace}/${operationName}`;
  const path = operationPath(clusterId, operationNamespace, operationName);
  const look = async (): Promise<Look<Operation>> => {
    const found = await rancher.json({ task, method: 'GET', path, signal });
    if (fieldOf(found, 'metadata', 'state', 'transitioning') === false) return there(found as Operation);
    return awaiting(textOf(found, 'metadata', 'state', 'message') ?? 'helm is at work');
  };
  const awaited = `the end of the operation ${operationNamespace}/${operationName}`;
  const ended = await waitUntil(rancher, awaited, look, { timeoutMs: 900_000, ...options });
  const { error = false, message = 'Rancher does not say why' } = ended.metadata.state ?? {};
  if (error)
    throw new OperationFailedError(
      operation,
      redact(message),
      await readLogsIfAny(rancher, operation, options),
    );
  return ended;
}

/** What helm has said so far, as text. */
export function readOperationLogs(
  rancher: RancherClient,
  { operationNamespace, operationName }: OperationName,
  { clusterId, signal }: InCluster & CallOptions = {},
): Promise<string> {
  return rancher.text({
    task: `read the log of the operation ${operationNamespace}/${operationName}`,
    method: 'GET',
    path: operationPath(clusterId, operationNamespace, operationName),
    query: { link: 'logs' },
    signal,
  });
}

/** The pod of an operation is cleared away after a while, and its log with it. */
async function readLogsIfAny(
  rancher: RancherClient,
  operation: OperationName,
  { clusterId, signal }: InCluster & CallOptions,
): Promise<string> {
  try {
    return redact(await readOperationLogs(rancher, operation, { clusterId, signal }));
  } catch (error) {
    if (error instanceof RequestRefusedError) return '';
    throw error;
  }
}
