import type { CallOptions } from '../client/client-options.ts';
import { fieldOf, isRecord, textOf } from '../client/wire.ts';
import { agentApi, agentDeployment, agentPods } from './agent-paths.ts';
import type { BoardRequest } from './board-request.ts';
import { ImportFailedInClusterError } from './errors.ts';
import { itemsOf, readJson } from './read-agent.ts';

/**
 * Takes Rancher's agent out of a cluster: its Deployment, its credentials, and the webhooks that it may have left, which
 * nobody would answer any more. The namespace stays, for what else may be in it.
 */
export async function removeAgent(board: BoardRequest, options: CallOptions = {}): Promise<void> {
  const secrets = itemsOf(await readJson(board, `${agentApi}/secrets`, options))
    .map((secret) => textOf(secret, 'metadata', 'name') ?? '')
    .filter((name) => name.startsWith('cattle-credentials-'));
  const webhooks = '/apis/admissionregistration.k8s.io/v1';
  for (const path of [
    `${webhooks}/mutatingwebhookconfigurations/rancher.cattle.io`,
    `${webhooks}/validatingwebhookconfigurations/rancher.cattle.io`,
    agentDeployment,
    ...secrets.map((name) => `${agentApi}/secrets/${name}`),
  ])
    await remove(board, path, options);
}

/** A pod that has failed is started again after minutes only, and its words stand until then; a new one begins at once. */
export async function restartFailingAgent(board: BoardRequest, options: CallOptions = {}): Promise<void> {
  const pods = itemsOf(await readJson(board, agentPods, options));
  for (const pod of pods)
    if (hasFailed(pod))
      await remove(board, `${agentApi}/pods/${textOf(pod, 'metadata', 'name') ?? ''}`, options);
}

function hasFailed(pod: unknown): boolean {
  const container = fieldOf(pod, 'status', 'containerStatuses', 0);
  return (
    Number(fieldOf(container, 'restartCount') ?? 0) > 0 || isRecord(fieldOf(container, 'state', 'terminated'))
  );
}

async function remove(board: BoardRequest, path: string, { signal }: CallOptions): Promise<void> {
  const reply = await board({ method: 'DELETE', path, ...(signal === undefined ? {} : { signal }) });
  if (reply.status < 300 || reply.status === 404) return;
  throw new ImportFailedInClusterError(path, reply.status);
}
